package org.voxrelay.inference.volume;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.voxrelay.inference.model.PostProcess.KeepBody;

/**
 * Which voxels of a CT are the patient's: not the air around, the table or cables. Found in the planes nearest to axial:
 *
 * <ol>
 *   <li>voxels above a threshold;
 *   <li>shrunk by a disc, so that the table and what is thin fall apart from the body;
 *   <li>the largest component in 3-D, neighbours sharing a face;
 *   <li>grown back by a disc, within what is above a second, higher threshold: the blurred edge of the skin stays out;
 *   <li>holes of each plane filled: lung and bowel gas belong to the body.
 * </ol>
 *
 * Gas that an axial plane encloses between arm and trunk is taken for gas inside.
 */
public final class BodyMask {
    private final AxialPlanes planes;
    private final List<BitSet> inside;

    private BodyMask(AxialPlanes planes, List<BitSet> inside) {
        this.planes = planes;
        this.inside = inside;
    }

    /** @param rule thresholds and radii; a growing disc a little larger than the shrinking one keeps corners */
    public static BodyMask of(Volume volume, KeepBody rule) {
        AxialPlanes planes = AxialPlanes.of(volume.grid());
        Disc part = new Disc(planes, rule.partMm());
        Disc restore = new Disc(planes, rule.restoreMm());
        List<BitSet> parted = new ArrayList<>();
        for (int w = 0; w < planes.wSize(); w++) {
            parted.add(part.shrink(above(volume.voxels(), planes, w, rule.aboveHu())));
        }
        List<BitSet> body = new Components(parted, planes.uSize(), planes.vSize()).largest();
        List<BitSet> inside = new ArrayList<>();
        for (int w = 0; w < planes.wSize(); w++) {
            BitSet restored = restore.grow(body.get(w));
            restored.and(above(volume.voxels(), planes, w, rule.edgeHu()));
            inside.add(filled(restored, planes));
        }
        return new BodyMask(planes, inside);
    }

    private static BitSet above(FloatBuffer voxels, AxialPlanes planes, int w, double hu) {
        BitSet plane = new BitSet(planes.uSize() * planes.vSize());
        int bit = 0;
        for (int v = 0; v < planes.vSize(); v++) {
            int index = planes.index(0, v, w);
            for (int u = 0; u < planes.uSize(); u++, bit++, index += planes.uStride()) {
                if (voxels.get(index) > hu) {
                    plane.set(bit);
                }
            }
        }
        return plane;
    }

    private static BitSet filled(BitSet plane, AxialPlanes planes) {
        BitSet holes = (BitSet) plane.clone();
        holes.flip(0, planes.uSize() * planes.vSize());
        BitSet filled = (BitSet) plane.clone();
        filled.or(new Components(List.of(holes), planes.uSize(), planes.vSize())
                .enclosed()
                .get(0));
        return filled;
    }

    /** Voxels inside. */
    public long count() {
        return inside.stream().mapToLong(BitSet::cardinality).sum();
    }

    /** Sets the labels outside the body to 0. */
    public void clearOutside(LabelVolume labels) {
        for (int w = 0; w < planes.wSize(); w++) {
            BitSet plane = inside.get(w);
            int bit = 0;
            for (int v = 0; v < planes.vSize(); v++) {
                int index = planes.index(0, v, w);
                for (int u = 0; u < planes.uSize(); u++, bit++, index += planes.uStride()) {
                    if (!plane.get(bit)) {
                        labels.put(index, 0);
                    }
                }
            }
        }
    }
}

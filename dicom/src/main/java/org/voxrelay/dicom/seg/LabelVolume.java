package org.voxrelay.dicom.seg;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * Labels on the grid of the source images.
 *
 * @param labels uint8, [z][y][x], 0 for background; read from its position, which stays; not changed while it is used
 */
public record LabelVolume(VolumeGeometry geometry, ByteBuffer labels) {
    /** @throws IllegalArgumentException if the labels do not fill the grid */
    public LabelVolume {
        if (labels.remaining() != geometry.voxelCount()) {
            throw new IllegalArgumentException(labels.remaining() + " labels for " + geometry.voxelCount() + " voxels");
        }
        labels = labels.slice();
    }

    /** Copies a slice. */
    void slice(int z, byte[] target) {
        labels.get(z * target.length, target);
    }

    int sliceLength() {
        return geometry.xSize() * geometry.ySize();
    }

    /** Which labels occur in a slice. */
    BitSet labelsOf(int z) {
        byte[] slice = new byte[sliceLength()];
        slice(z, slice);
        boolean[] seen = new boolean[256];
        for (byte label : slice) {
            seen[label & 0xFF] = true;
        }
        BitSet labelsOfSlice = new BitSet(256);
        for (int label = 0; label < seen.length; label++) {
            labelsOfSlice.set(label, seen[label]);
        }
        return labelsOfSlice;
    }
}

package org.voxrelay.dicom.seg;

import java.util.List;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * Segments that may overlap: label volumes on one grid, one over the other. Each segment lies in one of them.
 *
 * @param volumes one or more; one if nothing overlaps
 */
public record Layers(List<LabelVolume> volumes) {
    /** @throws IllegalArgumentException if there is none or they lie on different grids */
    public Layers {
        volumes = List.copyOf(volumes);
        if (volumes.isEmpty()) {
            throw new IllegalArgumentException("no layer");
        }
        for (LabelVolume volume : volumes) {
            if (!volume.geometry().equals(volumes.get(0).geometry())) {
                throw new IllegalArgumentException("layers lie on different grids");
            }
        }
    }

    public static Layers of(LabelVolume volume) {
        return new Layers(List.of(volume));
    }

    public VolumeGeometry geometry() {
        return volumes.get(0).geometry();
    }

    /** Whether there is more than one; then segments may overlap. */
    public boolean overlapping() {
        return volumes.size() > 1;
    }
}

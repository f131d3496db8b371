package org.voxrelay.inference.volume;

import java.nio.ByteBuffer;

/**
 * One label a voxel, on the grid of the volume that was segmented.
 *
 * @param labels unsigned bytes [z][y][x], 0 for none; belongs to the receiver
 */
public record LabelVolume(Grid grid, ByteBuffer labels) {
    /** @throws IllegalArgumentException unless the buffer holds one byte a voxel */
    public LabelVolume {
        if (labels.capacity() != grid.count()) {
            throw new IllegalArgumentException(labels.capacity() + " labels for " + grid.count() + " voxels");
        }
    }
}

package org.voxrelay.inference.volume;

import java.nio.FloatBuffer;

/**
 * Samples on a grid, for a CT in Hounsfield units after the rescale (PS3.3 C.11.1).
 *
 * @param voxels [z][y][x], handed over by the caller; direct and in native byte order, so that an engine reads it in place
 */
public record Volume(Grid grid, FloatBuffer voxels) {
    /** @throws IllegalArgumentException unless the buffer holds one value a voxel */
    public Volume {
        if (voxels.capacity() != grid.count()) {
            throw new IllegalArgumentException(voxels.capacity() + " values for " + grid.count() + " voxels");
        }
    }
}

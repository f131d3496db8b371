package org.voxrelay.inference.quality;

import java.util.OptionalDouble;

/**
 * How one mask agrees with that of a reference on the same grid.
 *
 * @param found voxels of the mask
 * @param reference voxels of the reference
 * @param both voxels of both
 * @param voxelMl volume of a voxel
 * @param surfaceMm mean distance of each surface from the other; empty if a mask is empty or they are too large to tell
 */
public record Agreement(long found, long reference, long both, double voxelMl, OptionalDouble surfaceMm) {
    /** Whether neither has a voxel: then nothing can be said. */
    public boolean absent() {
        return found + reference == 0;
    }

    /** Sørensen-Dice coefficient: 0 for no common voxel, 1 for equal masks. */
    public double dice() {
        return 2.0 * both / (found + reference);
    }

    /** Volume of the mask less that of the reference. */
    public double differenceMl() {
        return (found - reference) * voxelMl;
    }
}

package org.voxrelay.inference.volume;

/**
 * Where the voxels of a volume lie. Axis x runs along an image row (column index), y down the columns (row index), z from
 * slice to slice.
 *
 * @param origin centre of the first voxel
 * @param xDirection unit vector of growing column index; likewise y and z
 * @param xSpacingMm distance between the centres of neighbours along x; likewise y and z
 * @param xSize number of voxels along x; likewise y and z
 */
public record Grid(
        Point origin,
        Point xDirection,
        Point yDirection,
        Point zDirection,
        double xSpacingMm,
        double ySpacingMm,
        double zSpacingMm,
        int xSize,
        int ySize,
        int zSize) {

    /** @throws IllegalArgumentException unless sizes and spacings are above 0 and the voxels can be counted by an int */
    public Grid {
        if (xSize < 1 || ySize < 1 || zSize < 1) {
            throw new IllegalArgumentException("empty grid: " + xSize + " x " + ySize + " x " + zSize);
        }
        if (!(xSpacingMm > 0 && ySpacingMm > 0 && zSpacingMm > 0)) {
            throw new IllegalArgumentException(
                    "spacing not above 0: " + xSpacingMm + " x " + ySpacingMm + " x " + zSpacingMm);
        }
        Math.multiplyExact(Math.multiplyExact(xSize, ySize), zSize);
    }

    /** Voxels as long as they are wide and high, from the patient's origin along the patient's axes. */
    public static Grid cubes(double edgeMm, int xSize, int ySize, int zSize) {
        return new Grid(
                new Point(0, 0, 0),
                new Point(1, 0, 0),
                new Point(0, 1, 0),
                new Point(0, 0, 1),
                edgeMm,
                edgeMm,
                edgeMm,
                xSize,
                ySize,
                zSize);
    }

    /** Voxels in all. */
    public int count() {
        return xSize * ySize * zSize;
    }

    /** Voxels in one slice. */
    public int sliceCount() {
        return xSize * ySize;
    }

    /** Volume of one voxel, in cubic millimetres. */
    public double voxelMm3() {
        return xSpacingMm * ySpacingMm * zSpacingMm;
    }
}

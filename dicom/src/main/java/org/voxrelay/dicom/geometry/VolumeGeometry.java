package org.voxrelay.dicom.geometry;

/**
 * A regular grid in the patient: x is the column index, y the row index, z the slice index, which grows along the
 * images' normal. Voxels in memory are in [z][y][x] order.
 *
 * @param origin centre of voxel (0, 0, 0), LPS mm (PS3.3 C.7.6.2.1.1)
 * @param xDirection unit vector along which x grows; yDirection and zDirection alike
 * @param xSpacingMm distance between voxel centres along x; above 0
 * @param xSize number of columns
 * @param ySize number of rows
 * @param zSize number of slices
 */
public record VolumeGeometry(
        Vec3 origin,
        Vec3 xDirection,
        Vec3 yDirection,
        Vec3 zDirection,
        double xSpacingMm,
        double ySpacingMm,
        double zSpacingMm,
        int xSize,
        int ySize,
        int zSize) {
    /** @throws IllegalArgumentException if a size is below 1, a spacing not above 0, or a number not finite */
    public VolumeGeometry {
        if (xSize < 1 || ySize < 1 || zSize < 1) {
            throw new IllegalArgumentException("a volume of " + xSize + " x " + ySize + " x " + zSize + " voxels");
        }
        if (!isSpacing(xSpacingMm) || !isSpacing(ySpacingMm) || !isSpacing(zSpacingMm)) {
            throw new IllegalArgumentException(
                    "a voxel of " + xSpacingMm + " x " + ySpacingMm + " x " + zSpacingMm + " mm");
        }
        if (!origin.isFinite() || !xDirection.isFinite() || !yDirection.isFinite() || !zDirection.isFinite()) {
            throw new IllegalArgumentException("a position or direction is not finite");
        }
    }

    /** The grid of a stack whose first slice is this plane. */
    public static VolumeGeometry of(ImagePlane first, double zSpacingMm, int zSize) {
        return new VolumeGeometry(
                first.position(),
                first.rowDirection(),
                first.columnDirection(),
                first.normal(),
                first.columnSpacingMm(),
                first.rowSpacingMm(),
                zSpacingMm,
                first.columns(),
                first.rows(),
                zSize);
    }

    /** The place of a voxel, LPS mm; whole numbers are voxel centres. */
    public Vec3 position(double x, double y, double z) {
        return origin.plus(xDirection.times(x * xSpacingMm))
                .plus(yDirection.times(y * ySpacingMm))
                .plus(zDirection.times(z * zSpacingMm));
    }

    /** The image plane of slice z. */
    public ImagePlane plane(int z) {
        return new ImagePlane(position(0, 0, z), xDirection, yDirection, ySpacingMm, xSpacingMm, ySize, xSize);
    }

    public long voxelCount() {
        return (long) xSize * ySize * zSize;
    }

    /** Slices that are stacked at a slant enclose less than their spacing says. */
    public double voxelVolumeMm3() {
        double height = Math.abs(xDirection.cross(yDirection).dot(zDirection));
        return xSpacingMm * ySpacingMm * zSpacingMm * height;
    }

    private static boolean isSpacing(double mm) {
        return mm > 0 && Double.isFinite(mm);
    }
}

package org.voxrelay.dicom.volume;

import java.nio.ByteBuffer;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.LabelVolume;

/**
 * Labels of a file on the grid of the images: other programs exchange axes and turn them around, but their voxels are the
 * same ones. Nothing is interpolated.
 */
public final class SameGrid {
    private static final double OFF = 0.1;

    private SameGrid() {}

    /**
     * @return the labels in the order of the grid; voxels of the grid that the file does not have are 0
     * @throws VolumeFileException if the voxels of the two do not lie at the same places
     */
    public static LabelVolume bring(LabelVolume labels, VolumeGeometry grid) throws VolumeFileException {
        VolumeGeometry from = labels.geometry();
        int[] start = index(from, grid.position(0, 0, 0));
        int[][] steps = {
            step(from, grid.xDirection().times(grid.xSpacingMm())),
            step(from, grid.yDirection().times(grid.ySpacingMm())),
            step(from, grid.zDirection().times(grid.zSpacingMm()))
        };
        requireAtEnd(from, grid, start, steps);
        int bytes = labels.bytesPerLabel();
        ByteBuffer out = ByteBuffer.allocateDirect(Math.toIntExact(grid.voxelCount() * bytes));
        int at = 0;
        for (int z = 0; z < grid.zSize(); z++) {
            for (int y = 0; y < grid.ySize(); y++) {
                for (int x = 0; x < grid.xSize(); x++, at += bytes) {
                    int i = start[0] + x * steps[0][0] + y * steps[1][0] + z * steps[2][0];
                    int j = start[1] + x * steps[0][1] + y * steps[1][1] + z * steps[2][1];
                    int k = start[2] + x * steps[0][2] + y * steps[1][2] + z * steps[2][2];
                    if (i >= 0 && i < from.xSize() && j >= 0 && j < from.ySize() && k >= 0 && k < from.zSize()) {
                        int label = labels.label((k * from.ySize() + j) * from.xSize() + i);
                        out.put(at, (byte) label);
                        if (bytes == 2) {
                            out.put(at + 1, (byte) (label >> 8));
                        }
                    }
                }
            }
        }
        return new LabelVolume(grid, out);
    }

    /** Steps that are a little off add up to the far corner. */
    private static void requireAtEnd(VolumeGeometry from, VolumeGeometry grid, int[] start, int[][] steps)
            throws VolumeFileException {
        int[] end = index(from, grid.position(grid.xSize() - 1, grid.ySize() - 1, grid.zSize() - 1));
        for (int axis = 0; axis < 3; axis++) {
            int reached = start[axis]
                    + (grid.xSize() - 1) * steps[0][axis]
                    + (grid.ySize() - 1) * steps[1][axis]
                    + (grid.zSize() - 1) * steps[2][axis];
            if (reached != end[axis]) {
                throw otherGrid();
            }
        }
    }

    private static int[] index(VolumeGeometry grid, Vec3 place) throws VolumeFileException {
        return whole(solve(grid, place.minus(grid.origin())));
    }

    private static int[] step(VolumeGeometry grid, Vec3 way) throws VolumeFileException {
        return whole(solve(grid, way));
    }

    private static int[] whole(double[] index) throws VolumeFileException {
        int[] whole = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            double nearest = Math.rint(index[axis]);
            if (!(Math.abs(index[axis] - nearest) <= OFF) || Math.abs(nearest) > 1 << 20) {
                throw otherGrid();
            }
            whole[axis] = (int) nearest;
        }
        return whole;
    }

    /** How many voxels along each axis a way is; Cramer's rule, for axes need not be at right angles. */
    private static double[] solve(VolumeGeometry grid, Vec3 way) {
        Vec3 x = grid.xDirection().times(grid.xSpacingMm());
        Vec3 y = grid.yDirection().times(grid.ySpacingMm());
        Vec3 z = grid.zDirection().times(grid.zSpacingMm());
        double volume = x.cross(y).dot(z);
        return new double[] {
            way.cross(y).dot(z) / volume,
            x.cross(way).dot(z) / volume,
            x.cross(y).dot(way) / volume
        };
    }

    private static VolumeFileException otherGrid() {
        return new VolumeFileException("The voxels of the file do not lie at the places of the images' voxels.");
    }
}

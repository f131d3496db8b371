package org.voxrelay.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Point;
import org.voxrelay.inference.volume.Volume;

/**
 * A made trunk on a table, 320 x 240 x 160 mm of patient space around the origin (LPS): an ellipse with fat below the skin,
 * two lungs, a spine; beneath it a thin table that it touches, beside it a thick rod.
 */
public final class TestBody {
    private static final double HALF_X = 160;
    private static final double HALF_Y = 120;
    private static final double HALF_Z = 80;

    private TestBody() {}

    /** Planes as a CT takes them. */
    public static Grid axial(double xMm, double yMm, double zMm) {
        return grid(new Point(1, 0, 0), new Point(0, 1, 0), new Point(0, 0, 1), xMm, yMm, zMm);
    }

    /** Columns towards the back, rows towards the feet, slices towards the left. */
    public static Grid sagittal(double xMm, double yMm, double zMm) {
        return grid(new Point(0, 1, 0), new Point(0, 0, -1), new Point(1, 0, 0), xMm, yMm, zMm);
    }

    /** Columns towards the left, rows towards the feet, slices towards the front. */
    public static Grid coronal(double xMm, double yMm, double zMm) {
        return grid(new Point(1, 0, 0), new Point(0, 0, -1), new Point(0, -1, 0), xMm, yMm, zMm);
    }

    private static Grid grid(Point x, Point y, Point z, double xMm, double yMm, double zMm) {
        int xSize = (int) (extent(x) / xMm);
        int ySize = (int) (extent(y) / yMm);
        int zSize = (int) (extent(z) / zMm);
        Point origin = new Point(
                start(x.x(), y.x(), z.x(), HALF_X, xMm, yMm, zMm),
                start(x.y(), y.y(), z.y(), HALF_Y, xMm, yMm, zMm),
                start(x.z(), y.z(), z.z(), HALF_Z, xMm, yMm, zMm));
        return new Grid(origin, x, y, z, xMm, yMm, zMm, xSize, ySize, zSize);
    }

    private static double extent(Point direction) {
        return 2
                * (Math.abs(direction.x()) * HALF_X
                        + Math.abs(direction.y()) * HALF_Y
                        + Math.abs(direction.z()) * HALF_Z);
    }

    private static double start(double x, double y, double z, double half, double xMm, double yMm, double zMm) {
        double step = Math.abs(x) * xMm + Math.abs(y) * yMm + Math.abs(z) * zMm;
        return (x + y + z > 0 ? -1 : 1) * (half - step / 2);
    }

    /** Hounsfield units with noise of a fixed seed. */
    public static Volume volume(Grid grid, double noiseHu) {
        FloatBuffer voxels = ByteBuffer.allocateDirect(4 * grid.count())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Random random = new Random(7);
        forEachVoxel(grid, (index, x, y, z) -> {
            double noise = noiseHu == 0 ? 0 : noiseHu * random.nextGaussian();
            voxels.put(index, (float) (hu(x, y) + noise));
        });
        return new Volume(grid, voxels);
    }

    /** The labels that ct-tissue ought to find. */
    public static byte[] truth(Grid grid) {
        byte[] labels = new byte[grid.count()];
        forEachVoxel(grid, (index, x, y, z) -> labels[index] = (byte) label(x, y));
        return labels;
    }

    private interface Visitor {
        void at(int index, double x, double y, double z);
    }

    private static void forEachVoxel(Grid grid, Visitor visitor) {
        int index = 0;
        for (int k = 0; k < grid.zSize(); k++) {
            for (int j = 0; j < grid.ySize(); j++) {
                for (int i = 0; i < grid.xSize(); i++) {
                    double a = i * grid.xSpacingMm();
                    double b = j * grid.ySpacingMm();
                    double c = k * grid.zSpacingMm();
                    visitor.at(
                            index++,
                            grid.origin().x()
                                    + a * grid.xDirection().x()
                                    + b * grid.yDirection().x()
                                    + c * grid.zDirection().x(),
                            grid.origin().y()
                                    + a * grid.xDirection().y()
                                    + b * grid.yDirection().y()
                                    + c * grid.zDirection().y(),
                            grid.origin().z()
                                    + a * grid.xDirection().z()
                                    + b * grid.yDirection().z()
                                    + c * grid.zDirection().z());
                }
            }
        }
    }

    private static double hu(double x, double y) {
        return switch (label(x, y)) {
            case 1 -> -850;
            case 2 -> -105;
            case 3 -> 50;
            case 4 -> 600;
            default -> isTable(x, y) || isRod(x, y) ? 100 : -1000;
        };
    }

    private static int label(double x, double y) {
        if (!within(x, y, 0, 0, 120, 80)) {
            return 0;
        }
        if (!within(x, y, 0, 0, 105, 65)) {
            return 2;
        }
        if (within(x, y, -50, -5, 35, 40) || within(x, y, 50, -5, 35, 40)) {
            return 1;
        }
        return within(x, y, 0, 40, 18, 18) ? 4 : 3;
    }

    private static boolean isTable(double x, double y) {
        return y >= 80 && y < 83;
    }

    private static boolean isRod(double x, double y) {
        return within(x, y, 145, -60, 10, 10);
    }

    private static boolean within(double x, double y, double centreX, double centreY, double radiusX, double radiusY) {
        double u = (x - centreX) / radiusX;
        double v = (y - centreY) / radiusY;
        return u * u + v * v <= 1;
    }

    /** Dice coefficient of one label (2 |A and B| / (|A| + |B|)). */
    public static double dice(byte[] one, byte[] other, int label) {
        long both = 0;
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            int hits = (one[i] == label ? 1 : 0) + (other[i] == label ? 1 : 0);
            sum += hits;
            both += hits == 2 ? 1 : 0;
        }
        return 2.0 * both / sum;
    }

    public static byte[] bytes(ByteBuffer labels) {
        byte[] bytes = new byte[labels.capacity()];
        labels.get(0, bytes);
        return bytes;
    }
}

package org.voxrelay.inference.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Samples of one series at the places of another, by trilinear interpolation in patient space. */
public final class Regridding {
    private static final double SAME_MM = 1e-3;

    private Regridding() {}

    /** @return the volume itself if its grid is that one; places outside it get its smallest sample */
    public static Volume onto(Grid grid, Volume volume) {
        if (isSame(grid, volume.grid())) {
            return volume;
        }
        FloatBuffer result = ByteBuffer.allocateDirect(Math.multiplyExact(grid.count(), Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        float outside = smallest(volume.voxels());
        IntStream.range(0, grid.zSize()).parallel().forEach(z -> {
            for (int y = 0; y < grid.ySize(); y++) {
                for (int x = 0; x < grid.xSize(); x++) {
                    int index = (z * grid.ySize() + y) * grid.xSize() + x;
                    result.put(index, sample(volume, place(grid, x, y, z), outside));
                }
            }
        });
        return new Volume(grid, result);
    }

    private static boolean isSame(Grid one, Grid other) {
        return one.xSize() == other.xSize()
                && one.ySize() == other.ySize()
                && one.zSize() == other.zSize()
                && near(place(one, 0, 0, 0), place(other, 0, 0, 0))
                && near(place(one, one.xSize(), 0, 0), place(other, one.xSize(), 0, 0))
                && near(place(one, 0, one.ySize(), 0), place(other, 0, one.ySize(), 0))
                && near(place(one, 0, 0, one.zSize()), place(other, 0, 0, one.zSize()));
    }

    private static boolean near(Point one, Point other) {
        return Math.abs(one.x() - other.x()) < SAME_MM
                && Math.abs(one.y() - other.y()) < SAME_MM
                && Math.abs(one.z() - other.z()) < SAME_MM;
    }

    private static Point place(Grid grid, int x, int y, int z) {
        double a = x * grid.xSpacingMm();
        double b = y * grid.ySpacingMm();
        double c = z * grid.zSpacingMm();
        return new Point(
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

    private static float smallest(FloatBuffer samples) {
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < samples.capacity(); i++) {
            least = Math.min(least, samples.get(i));
        }
        return least;
    }

    /** Index along an axis; at a voxel it is whole, so that a sample there is taken as it is (0 stays 0). */
    private static double index(Point direction, double spacingMm, Point origin, Point place) {
        double along = direction.x() * (place.x() - origin.x())
                + direction.y() * (place.y() - origin.y())
                + direction.z() * (place.z() - origin.z());
        double index = along / spacingMm;
        double whole = Math.rint(index);
        return Math.abs(along - whole * spacingMm) < SAME_MM ? whole : index;
    }

    private static float sample(Volume volume, Point place, float outside) {
        Grid grid = volume.grid();
        double x = index(grid.xDirection(), grid.xSpacingMm(), grid.origin(), place);
        double y = index(grid.yDirection(), grid.ySpacingMm(), grid.origin(), place);
        double z = index(grid.zDirection(), grid.zSpacingMm(), grid.origin(), place);
        double edge = 0.5;
        if (x < -edge
                || y < -edge
                || z < -edge
                || x > grid.xSize() - edge
                || y > grid.ySize() - edge
                || z > grid.zSize() - edge) {
            return outside;
        }
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            double xw = weight(x, corner & 1);
            double yw = weight(y, corner >> 1 & 1);
            double zw = weight(z, corner >> 2);
            int i = clamp((int) Math.floor(x) + (corner & 1), grid.xSize());
            int j = clamp((int) Math.floor(y) + (corner >> 1 & 1), grid.ySize());
            int k = clamp((int) Math.floor(z) + (corner >> 2), grid.zSize());
            sum += xw * yw * zw * volume.voxels().get((k * grid.ySize() + j) * grid.xSize() + i);
        }
        return (float) sum;
    }

    private static double weight(double at, int upper) {
        double fraction = at - Math.floor(at);
        return upper == 1 ? fraction : 1 - fraction;
    }

    private static int clamp(int index, int size) {
        return Math.max(0, Math.min(size - 1, index));
    }
}

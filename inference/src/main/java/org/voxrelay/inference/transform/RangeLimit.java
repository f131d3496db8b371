package org.voxrelay.inference.transform;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Keeps a spline within the range of its samples: of all, or of each plane where planes are resampled one by one. */
final class RangeLimit {
    private final int axis;
    private final float[] least;
    private final float[] most;

    /** @param axis across the planes; -1 for all samples at once */
    RangeLimit(float[] samples, int[] size, int axis) {
        this.axis = axis;
        int planes = axis < 0 ? 1 : size[axis];
        least = new float[planes];
        most = new float[planes];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
        int index = 0;
        for (int z = 0; z < size[0]; z++) {
            for (int y = 0; y < size[1]; y++) {
                for (int x = 0; x < size[2]; x++, index++) {
                    int plane = plane(z, y, x);
                    least[plane] = Math.min(least[plane], samples[index]);
                    most[plane] = Math.max(most[plane], samples[index]);
                }
            }
        }
    }

    private int plane(int z, int y, int x) {
        return switch (axis) {
            case 0 -> z;
            case 1 -> y;
            case 2 -> x;
            default -> 0;
        };
    }

    /** @param kernels with one tap along the axis across the planes */
    void apply(float[] result, int[] size, Kernel[] kernels) {
        IntStream.range(0, size[0]).parallel().forEach(z -> {
            int index = z * size[1] * size[2];
            for (int y = 0; y < size[1]; y++) {
                for (int x = 0; x < size[2]; x++, index++) {
                    int plane = axis < 0 ? 0 : kernels[axis].index()[0][plane(z, y, x)];
                    result[index] = Math.max(least[plane], Math.min(most[plane], result[index]));
                }
            }
        });
    }
}

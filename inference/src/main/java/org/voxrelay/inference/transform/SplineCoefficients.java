package org.voxrelay.inference.transform;

import java.util.stream.IntStream;

/**
 * Coefficients of the cubic B-spline through samples, whose edge values go on for ever. Computed by a filter that runs
 * forth and back along each axis (Unser 1999); the infinite edges have a closed form.
 */
final class SplineCoefficients {
    private static final float POLE = (float) (Math.sqrt(3) - 2);
    private static final float GAIN = 6;

    private SplineCoefficients() {}

    /** @return [z][y][x], {@link Kernel#SPLINE_MARGIN} more on each side of the axes that are {@code wanted} */
    static float[] of(float[] samples, int[] size, boolean[] wanted) {
        int[] padded = new int[3];
        int[] margin = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            margin[axis] = wanted[axis] ? Kernel.SPLINE_MARGIN : 0;
            padded[axis] = size[axis] + 2 * margin[axis];
        }
        float[] result = edgesContinued(samples, size, padded, margin);
        int plane = padded[1] * padded[2];
        if (wanted[2]) {
            IntStream.range(0, padded[0] * padded[1])
                    .parallel()
                    .forEach(row -> rows(result, row * padded[2], padded[2]));
        }
        if (wanted[1]) {
            IntStream.range(0, padded[0])
                    .parallel()
                    .forEach(z -> filter(result, z * plane, padded[1], padded[2], padded[2]));
        }
        if (wanted[0]) {
            IntStream.range(0, padded[1])
                    .parallel()
                    .forEach(y -> filter(result, y * padded[2], padded[0], plane, padded[2]));
        }
        return result;
    }

    private static float[] edgesContinued(float[] samples, int[] size, int[] padded, int[] margin) {
        float[] result = new float[Math.multiplyExact(Math.multiplyExact(padded[0], padded[1]), padded[2])];
        for (int z = 0; z < padded[0]; z++) {
            for (int y = 0; y < padded[1]; y++) {
                int from = (clamp(z - margin[0], size[0]) * size[1] + clamp(y - margin[1], size[1])) * size[2];
                int to = (z * padded[1] + y) * padded[2];
                System.arraycopy(samples, from, result, to + margin[2], size[2]);
                for (int i = 0; i < margin[2]; i++) {
                    result[to + i] = samples[from];
                    result[to + padded[2] - 1 - i] = samples[from + size[2] - 1];
                }
            }
        }
        return result;
    }

    private static int clamp(int index, int size) {
        return Math.max(0, Math.min(size - 1, index));
    }

    private static void rows(float[] c, int start, int count) {
        double edge = GAIN * c[start + count - 1] / (1 - POLE);
        double last = GAIN * c[start] / (1 - POLE);
        c[start] = (float) last;
        for (int i = start + 1; i < start + count; i++) {
            last = GAIN * c[i] + POLE * last;
            c[i] = (float) last;
        }
        last = -POLE * (edge / (1 - POLE) + (last - edge) / (1 - POLE * POLE));
        c[start + count - 1] = (float) last;
        for (int i = start + count - 2; i >= start; i--) {
            last = POLE * (last - c[i]);
            c[i] = (float) last;
        }
    }

    /** The same for {@code width} neighbouring lines at once, whose samples are {@code stride} apart. */
    private static void filter(float[] c, int start, int count, int stride, int width) {
        float[] edge = new float[width];
        int end = start + (count - 1) * stride;
        for (int i = 0; i < width; i++) {
            edge[i] = GAIN * c[end + i] / (1 - POLE);
            c[start + i] = GAIN * c[start + i] / (1 - POLE);
        }
        for (int at = start + stride; at <= end; at += stride) {
            for (int i = 0; i < width; i++) {
                c[at + i] = GAIN * c[at + i] + POLE * c[at - stride + i];
            }
        }
        for (int i = 0; i < width; i++) {
            c[end + i] = -POLE * (edge[i] / (1 - POLE) + (c[end + i] - edge[i]) / (1 - POLE * POLE));
        }
        for (int at = end - stride; at >= start; at -= stride) {
            for (int i = 0; i < width; i++) {
                c[at + i] = POLE * (c[at + stride + i] - c[at + i]);
            }
        }
    }
}

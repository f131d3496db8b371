package org.voxrelay.inference.transform;

import org.voxrelay.inference.model.Transform.Interpolation;

/**
 * Which samples make each new sample along one axis, and how much of each.
 *
 * @param taps samples for each new one
 * @param index [tap][new sample] into the old samples, never falling from one new sample to the next
 * @param weight [tap][new sample]
 */
record Kernel(int taps, int[][] index, float[][] weight, int size) {
    /** How many samples a B-spline needs beyond the edge. */
    static final int SPLINE_MARGIN = 4;

    /**
     * New samples that follow one another.
     *
     * @param kernel indices are counted from {@code first}
     * @param first the first old sample that is needed
     * @param count of old samples that are needed
     */
    record Part(Kernel kernel, int first, int count) {}

    /** @param at where each new sample lies between the {@code size} old ones */
    static Kernel of(double[] at, int size, Interpolation interpolation) {
        return switch (interpolation) {
            case NEAREST -> nearest(at, size);
            case LINEAR -> linear(at, size);
            case CUBIC -> cubic(at, size);
        };
    }

    private static Kernel nearest(double[] at, int size) {
        var kernel = empty(1, at.length);
        for (int i = 0; i < at.length; i++) {
            kernel.set(0, i, clamp((int) Math.floor(at[i] + 0.5), size), 1);
        }
        return kernel;
    }

    private static Kernel linear(double[] at, int size) {
        var kernel = empty(2, at.length);
        for (int i = 0; i < at.length; i++) {
            double inside = Math.max(0, Math.min(size - 1, at[i]));
            int floor = (int) Math.floor(inside);
            float upper = (float) (inside - floor);
            kernel.set(0, i, floor, 1 - upper);
            kernel.set(1, i, clamp(floor + 1, size), upper);
        }
        return kernel;
    }

    /** Indices are those of the coefficients, which have {@link #SPLINE_MARGIN} more on each side. */
    private static Kernel cubic(double[] at, int size) {
        var kernel = empty(4, at.length);
        for (int i = 0; i < at.length; i++) {
            int floor = (int) Math.floor(at[i]);
            double t = at[i] - floor;
            double u = 1 - t;
            double[] spline = {
                u * u * u / 6, (4 - 6 * t * t + 3 * t * t * t) / 6, (4 - 6 * u * u + 3 * u * u * u) / 6, t * t * t / 6
            };
            for (int tap = 0; tap < 4; tap++) {
                int index = clamp(floor - 1 + tap + SPLINE_MARGIN, size + 2 * SPLINE_MARGIN);
                kernel.set(tap, i, index, (float) spline[tap]);
            }
        }
        return kernel;
    }

    private static Kernel empty(int taps, int size) {
        return new Kernel(taps, new int[taps][size], new float[taps][size], size);
    }

    private void set(int tap, int at, int oldSample, float oldWeight) {
        index[tap][at] = oldSample;
        weight[tap][at] = oldWeight;
    }

    Part part(int from, int length) {
        int first = index[0][from];
        int last = index[taps - 1][from + length - 1];
        var kernel = empty(taps, length);
        for (int tap = 0; tap < taps; tap++) {
            for (int i = 0; i < length; i++) {
                kernel.set(tap, i, index[tap][from + i] - first, weight[tap][from + i]);
            }
        }
        return new Part(kernel, first, last - first + 1);
    }

    /** For old samples of which only as many are kept as there are taps: a sample's place is its index modulo that number. */
    Kernel ofKept() {
        var kernel = empty(taps, size);
        for (int tap = 0; tap < taps; tap++) {
            for (int i = 0; i < size; i++) {
                kernel.set(tap, i, index[tap][i] % taps, weight[tap][i]);
            }
        }
        return kernel;
    }

    /** Takes whole rows for old samples; {@code sum} gets the new row. From index 0 on, else the JIT computes one by one. */
    void weigh(int at, float[][] rows, float[] sum) {
        float[] a = rows[index[0][at]];
        if (taps == 1) {
            System.arraycopy(a, 0, sum, 0, sum.length);
            return;
        }
        float[] b = rows[index[1][at]];
        float aWeight = weight[0][at];
        float bWeight = weight[1][at];
        if (taps == 2) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = aWeight * a[i] + bWeight * b[i];
            }
            return;
        }
        float[] c = rows[index[2][at]];
        float[] d = rows[index[3][at]];
        float cWeight = weight[2][at];
        float dWeight = weight[3][at];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = aWeight * a[i] + bWeight * b[i] + cWeight * c[i] + dWeight * d[i];
        }
    }

    /** Takes the old samples out of a row; the new ones go to {@code result} from {@code to} on. */
    void pick(float[] row, float[] result, int to) {
        int[] a = index[0];
        float[] aWeight = weight[0];
        if (taps == 1) {
            for (int i = 0; i < size; i++) {
                result[to + i] = row[a[i]];
            }
            return;
        }
        int[] b = index[1];
        float[] bWeight = weight[1];
        for (int i = 0; i < size; i++) {
            result[to + i] = aWeight[i] * row[a[i]] + bWeight[i] * row[b[i]];
        }
        for (int tap = 2; tap < taps; tap++) {
            int[] c = index[tap];
            float[] cWeight = weight[tap];
            for (int i = 0; i < size; i++) {
                result[to + i] += cWeight[i] * row[c[i]];
            }
        }
    }

    private static int clamp(int index, int size) {
        return Math.max(0, Math.min(size - 1, index));
    }
}

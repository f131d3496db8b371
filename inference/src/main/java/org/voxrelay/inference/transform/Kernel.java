package org.voxrelay.inference.transform;

import org.voxrelay.inference.model.Transform.Interpolation;

/**
 * Which samples make each new sample along one axis, and how much of each.
 *
 * @param taps samples for each new one
 * @param index [new sample][tap] into the old samples
 * @param weight [new sample][tap]
 */
record Kernel(int taps, int[] index, float[] weight, int size) {
    /** How many samples a B-spline needs beyond the edge. */
    static final int SPLINE_MARGIN = 4;

    /** @param at where each new sample lies between the {@code size} old ones */
    static Kernel of(double[] at, int size, Interpolation interpolation) {
        return switch (interpolation) {
            case NEAREST -> nearest(at, size);
            case LINEAR -> linear(at, size);
            case CUBIC -> cubic(at, size);
        };
    }

    private static Kernel nearest(double[] at, int size) {
        int[] index = new int[at.length];
        float[] weight = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            index[i] = clamp((int) Math.floor(at[i] + 0.5), size);
            weight[i] = 1;
        }
        return new Kernel(1, index, weight, at.length);
    }

    private static Kernel linear(double[] at, int size) {
        int[] index = new int[2 * at.length];
        float[] weight = new float[2 * at.length];
        for (int i = 0; i < at.length; i++) {
            double inside = Math.max(0, Math.min(size - 1, at[i]));
            int floor = (int) Math.floor(inside);
            index[2 * i] = floor;
            index[2 * i + 1] = clamp(floor + 1, size);
            weight[2 * i + 1] = (float) (inside - floor);
            weight[2 * i] = 1 - weight[2 * i + 1];
        }
        return new Kernel(2, index, weight, at.length);
    }

    /** Indices are those of the coefficients, which have {@link #SPLINE_MARGIN} more on each side. */
    private static Kernel cubic(double[] at, int size) {
        int[] index = new int[4 * at.length];
        float[] weight = new float[4 * at.length];
        for (int i = 0; i < at.length; i++) {
            int floor = (int) Math.floor(at[i]);
            double t = at[i] - floor;
            double u = 1 - t;
            double[] spline = {
                u * u * u / 6, (4 - 6 * t * t + 3 * t * t * t) / 6, (4 - 6 * u * u + 3 * u * u * u) / 6, t * t * t / 6
            };
            for (int tap = 0; tap < 4; tap++) {
                index[4 * i + tap] = clamp(floor - 1 + tap + SPLINE_MARGIN, size + 2 * SPLINE_MARGIN);
                weight[4 * i + tap] = (float) spline[tap];
            }
        }
        return new Kernel(4, index, weight, at.length);
    }

    private static int clamp(int index, int size) {
        return Math.max(0, Math.min(size - 1, index));
    }
}

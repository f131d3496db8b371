package org.voxrelay.inference.window;

import org.voxrelay.inference.model.Tiling.Blending;

/** How much each place in a window counts. */
final class WindowWeights {
    private static final double DEVIATION = 0.125;
    private static final float LEAST = 1e-3f;
    private static final double NNUNET_HEIGHT = 10;
    private static final int NNUNET_DEVIATIONS = 4;
    private static final int SMALLEST_HALF_EXPONENT = -14;

    private WindowWeights() {}

    /** @return [n0][n1][n2] */
    static float[] of(Blending blending, int[] window) {
        float[] weights = new float[window[0] * window[1] * window[2]];
        switch (blending) {
            case CONSTANT -> java.util.Arrays.fill(weights, 1);
            case GAUSSIAN -> gaussian(window, weights);
            case GAUSSIAN_HALF -> gaussianHalf(window, weights);
        }
        return weights;
    }

    private static void gaussian(int[] window, float[] weights) {
        float[][] bells = new float[3][];
        float smallest = 1;
        for (int axis = 0; axis < 3; axis++) {
            bells[axis] = new float[window[axis]];
            double sigma = DEVIATION * window[axis];
            for (int i = 0; i < window[axis]; i++) {
                double x = i - (window[axis] - 1) / 2.0;
                bells[axis][i] = (float) Math.exp(x * x / (-2 * sigma * sigma));
            }
            smallest *= bells[axis][0];
        }
        float least = Math.max(smallest, LEAST);
        int index = 0;
        for (float a : bells[0]) {
            for (float b : bells[1]) {
                for (float c : bells[2]) {
                    weights[index++] = Math.max(least, a * b * c);
                }
            }
        }
    }

    private static void gaussianHalf(int[] window, float[] weights) {
        double[][] bells = new double[3][];
        for (int axis = 0; axis < 3; axis++) {
            bells[axis] = new double[window[axis]];
            double sigma = DEVIATION * window[axis];
            int reach = (int) (NNUNET_DEVIATIONS * sigma + 0.5);
            for (int i = 0; i < window[axis]; i++) {
                int x = i - window[axis] / 2;
                bells[axis][i] = Math.abs(x) > reach ? 0 : Math.exp(x * x / (-2 * sigma * sigma));
            }
        }
        int index = 0;
        float smallest = Float.POSITIVE_INFINITY;
        for (double a : bells[0]) {
            for (double b : bells[1]) {
                for (double c : bells[2]) {
                    float weight = half(NNUNET_HEIGHT * a * b * c);
                    weights[index++] = weight;
                    smallest = weight > 0 ? Math.min(smallest, weight) : smallest;
                }
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weights[i] == 0 ? smallest : weights[i];
        }
    }

    /** The nearest number of half precision (IEEE 754 binary16). */
    private static float half(double value) {
        if (value == 0) {
            return 0;
        }
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(value), SMALLEST_HALF_EXPONENT) - 10);
        return (float) (Math.rint(value / unit) * unit);
    }
}

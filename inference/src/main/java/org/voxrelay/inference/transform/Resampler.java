package org.voxrelay.inference.transform;

import java.util.stream.IntStream;

/** Computes samples on another grid with the same axes. All three axes in one pass over the result, planes in parallel. */
final class Resampler {
    private final Kernel z;
    private final Kernel y;
    private final Kernel x;

    Resampler(Kernel z, Kernel y, Kernel x) {
        this.z = z;
        this.y = y;
        this.x = x;
    }

    /** @param samples [z][y][x] as the kernels index them, {@code ySize} rows of {@code xSize} a plane */
    float[] resample(float[] samples, int ySize, int xSize) {
        float[] result = new float[Math.multiplyExact(Math.multiplyExact(z.size(), y.size()), x.size())];
        IntStream.range(0, z.size()).parallel().forEach(plane -> {
            float[] blended = new float[ySize * xSize];
            weigh(samples, 0, ySize * xSize, z, plane, blended);
            float[] row = new float[xSize];
            for (int line = 0; line < y.size(); line++) {
                weigh(blended, 0, xSize, y, line, row);
                along(row, result, (plane * y.size() + line) * x.size());
            }
        });
        return result;
    }

    /** Sum of the weighted runs of {@code length} samples that make new sample {@code at}. */
    private static void weigh(float[] samples, int offset, int length, Kernel kernel, int at, float[] sum) {
        int first = at * kernel.taps();
        int a = offset + kernel.index()[first] * length;
        if (kernel.taps() == 1) {
            System.arraycopy(samples, a, sum, 0, length);
            return;
        }
        int b = offset + kernel.index()[first + 1] * length;
        float aWeight = kernel.weight()[first];
        float bWeight = kernel.weight()[first + 1];
        if (kernel.taps() == 2) {
            for (int i = 0; i < length; i++) {
                sum[i] = aWeight * samples[a + i] + bWeight * samples[b + i];
            }
            return;
        }
        int c = offset + kernel.index()[first + 2] * length;
        int d = offset + kernel.index()[first + 3] * length;
        float cWeight = kernel.weight()[first + 2];
        float dWeight = kernel.weight()[first + 3];
        for (int i = 0; i < length; i++) {
            sum[i] = aWeight * samples[a + i]
                    + bWeight * samples[b + i]
                    + cWeight * samples[c + i]
                    + dWeight * samples[d + i];
        }
    }

    private void along(float[] row, float[] result, int offset) {
        int[] index = x.index();
        float[] weight = x.weight();
        for (int i = 0; i < x.size(); i++) {
            int first = i * x.taps();
            float sum = weight[first] * row[index[first]];
            for (int tap = first + 1; tap < first + x.taps(); tap++) {
                sum += weight[tap] * row[index[tap]];
            }
            result[offset + i] = sum;
        }
    }
}

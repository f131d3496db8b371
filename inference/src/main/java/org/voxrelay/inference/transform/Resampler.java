package org.voxrelay.inference.transform;

import java.util.stream.IntStream;

/**
 * Computes samples on another grid with the same axes. All three axes in one pass over the result, blocks of planes in parallel.
 * Along x each sample is fetched by its index, along the others whole rows are weighed, which is several times as fast: so x
 * comes where there are fewer rows, before y or after it.
 */
final class Resampler {
    private static final int PLANES_A_BLOCK = 16;

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
        int blocks = (z.size() + PLANES_A_BLOCK - 1) / PLANES_A_BLOCK;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            float[] blended = new float[ySize * xSize];
            float[] rows = new float[y.size() > ySize ? ySize * x.size() : xSize];
            int end = Math.min(z.size(), (block + 1) * PLANES_A_BLOCK);
            for (int plane = block * PLANES_A_BLOCK; plane < end; plane++) {
                weigh(samples, ySize * xSize, z, plane, blended, 0);
                if (y.size() > ySize) {
                    xFirst(blended, ySize, xSize, rows, result, plane * y.size() * x.size());
                } else {
                    yFirst(blended, xSize, rows, result, plane * y.size() * x.size());
                }
            }
        });
        return result;
    }

    private void xFirst(float[] blended, int ySize, int xSize, float[] rows, float[] result, int offset) {
        for (int line = 0; line < ySize; line++) {
            along(blended, line * xSize, rows, line * x.size());
        }
        for (int line = 0; line < y.size(); line++) {
            weigh(rows, x.size(), y, line, result, offset + line * x.size());
        }
    }

    private void yFirst(float[] blended, int xSize, float[] row, float[] result, int offset) {
        for (int line = 0; line < y.size(); line++) {
            weigh(blended, xSize, y, line, row, 0);
            along(row, 0, result, offset + line * x.size());
        }
    }

    /** Sum of the weighted runs of {@code length} samples that make new sample {@code at}. */
    private static void weigh(float[] samples, int length, Kernel kernel, int at, float[] sum, int to) {
        int first = at * kernel.taps();
        int a = kernel.index()[first] * length;
        if (kernel.taps() == 1) {
            System.arraycopy(samples, a, sum, to, length);
            return;
        }
        int b = kernel.index()[first + 1] * length;
        float aWeight = kernel.weight()[first];
        float bWeight = kernel.weight()[first + 1];
        if (kernel.taps() == 2) {
            for (int i = 0; i < length; i++) {
                sum[to + i] = aWeight * samples[a + i] + bWeight * samples[b + i];
            }
            return;
        }
        int c = kernel.index()[first + 2] * length;
        int d = kernel.index()[first + 3] * length;
        float cWeight = kernel.weight()[first + 2];
        float dWeight = kernel.weight()[first + 3];
        for (int i = 0; i < length; i++) {
            sum[to + i] = aWeight * samples[a + i]
                    + bWeight * samples[b + i]
                    + cWeight * samples[c + i]
                    + dWeight * samples[d + i];
        }
    }

    private void along(float[] row, int from, float[] result, int to) {
        int[] index = x.index();
        float[] weight = x.weight();
        for (int i = 0; i < x.size(); i++) {
            int first = i * x.taps();
            float sum = weight[first] * row[from + index[first]];
            for (int tap = first + 1; tap < first + x.taps(); tap++) {
                sum += weight[tap] * row[from + index[tap]];
            }
            result[to + i] = sum;
        }
    }
}

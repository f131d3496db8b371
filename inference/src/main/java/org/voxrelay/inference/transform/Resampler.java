package org.voxrelay.inference.transform;

import java.util.stream.IntStream;

/** Computes samples on another grid with the same axes, all three axes in one pass over the result, its blocks in parallel. */
final class Resampler {
    private static final int PLANES_A_BLOCK = 64;
    private static final int LINES_A_BLOCK = 32;

    private final Kernel z;
    private final Kernel y;
    private final Kernel x;

    Resampler(Kernel z, Kernel y, Kernel x) {
        this.z = z;
        this.y = y;
        this.x = x;
    }

    /** @param samples [z][y][x] as the kernels index them, {@code ySize} rows of {@code xSize} a plane */
    float[] resample(Samples samples, int ySize, int xSize) {
        float[] result = new float[Math.multiplyExact(Math.multiplyExact(z.size(), y.size()), x.size())];
        int across = (y.size() + LINES_A_BLOCK - 1) / LINES_A_BLOCK;
        int blocks = (z.size() + PLANES_A_BLOCK - 1) / PLANES_A_BLOCK * across;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            int line = block % across * LINES_A_BLOCK;
            int lines = Math.min(LINES_A_BLOCK, y.size() - line);
            int plane = block / across * PLANES_A_BLOCK;
            int planes = Math.min(PLANES_A_BLOCK, z.size() - plane);
            Kernel.Part part = y.part(line, lines);
            var rows = new BlendedRows(samples, ySize, xSize, z, part);
            var made = new ResampledLines(part, x, xSize, y.size() > ySize);
            for (int i = plane; i < plane + planes; i++) {
                made.compute(rows.at(i), result, (i * y.size() + line) * x.size());
            }
        });
        return result;
    }
}

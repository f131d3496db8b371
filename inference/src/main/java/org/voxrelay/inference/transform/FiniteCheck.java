package org.voxrelay.inference.transform;

import java.util.stream.IntStream;

/** Tells whether all samples are numbers. In pieces that stay in the processor's cache: a series has 100 million samples. */
final class FiniteCheck {
    private static final int BLOCK = 1 << 18;
    private static final int PIECE = 1 << 12;

    private FiniteCheck() {}

    static boolean holds(Samples samples) {
        return IntStream.range(0, (samples.count() + BLOCK - 1) / BLOCK)
                .parallel()
                .allMatch(block -> holds(samples, block * BLOCK, Math.min(samples.count(), (block + 1) * BLOCK)));
    }

    /** A number times 0 is 0, anything else is not a number and stays so in sums; the JIT computes many of these at once. */
    private static boolean holds(Samples samples, int from, int to) {
        float[] piece = new float[PIECE];
        float[] sums = new float[PIECE];
        for (int at = from; at < to; at += PIECE) {
            samples.read(at, piece, Math.min(PIECE, to - at));
            for (int i = 0; i < PIECE; i++) {
                sums[i] += piece[i] * 0;
            }
        }
        for (float sum : sums) {
            if (sum != 0) {
                return false;
            }
        }
        return true;
    }
}

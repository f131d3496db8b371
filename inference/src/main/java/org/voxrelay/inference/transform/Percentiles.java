package org.voxrelay.inference.transform;

import java.util.List;

/**
 * Exact percentiles with linear interpolation between neighbours, as numpy has them by default. Values are counted by the
 * upper and then the lower half of their bits, so that nothing is sorted or copied.
 */
final class Percentiles {
    private static final int HALF = 1 << 16;

    private Percentiles() {}

    static double of(List<float[]> channels, double percent) {
        long count = channels.stream().mapToLong(samples -> samples.length).sum();
        double at = (count - 1) * percent / 100;
        long below = (long) Math.floor(at);
        double fraction = at - below;
        double low = ranked(channels, below);
        return fraction == 0 ? low : low + fraction * (ranked(channels, below + 1) - low);
    }

    private static float ranked(List<float[]> channels, long rank) {
        long[] counts = new long[HALF];
        for (float[] samples : channels) {
            for (float value : samples) {
                counts[ordered(value) >>> 16]++;
            }
        }
        long[] left = {rank};
        int upper = find(counts, left);
        counts = new long[HALF];
        for (float[] samples : channels) {
            for (float value : samples) {
                int bits = ordered(value);
                if (bits >>> 16 == upper) {
                    counts[bits & (HALF - 1)]++;
                }
            }
        }
        return value(upper << 16 | find(counts, left));
    }

    /** @param left how many values are smaller than the one looked for; what is below the bucket is taken off */
    private static int find(long[] counts, long[] left) {
        int bucket = 0;
        while (bucket < counts.length - 1 && left[0] >= counts[bucket]) {
            left[0] -= counts[bucket++];
        }
        return bucket;
    }

    /** Bits that, taken as an unsigned number, are ordered as the values are. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value);
        return bits < 0 ? ~bits : bits | 1 << 31;
    }

    private static float value(int ordered) {
        return Float.intBitsToFloat(ordered < 0 ? ordered & Integer.MAX_VALUE : ~ordered);
    }
}

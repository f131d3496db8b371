package org.voxrelay.inference.window;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.voxrelay.inference.transform.AxisTaps;

/** Probabilities of labels on the grid of the series, interpolated everywhere, in steps of 1/255. */
final class ProbabilityRows {
    private static final int CERTAIN = 255;

    private final Decision decision;
    private final List<ByteBuffer> targets;
    /** By target, the channels whose label it is. */
    private final int[][] channels;

    /**
     * @param numbers label of each channel
     * @param labels of the targets
     * @param targets [z][y][x] on the grid of the series; written
     */
    ProbabilityRows(Decision decision, List<Integer> numbers, List<Integer> labels, List<ByteBuffer> targets) {
        this.decision = decision;
        this.targets = targets;
        channels = labels.stream()
                .map(label -> IntStream.range(0, numbers.size())
                        .filter(channel -> numbers.get(channel).equals(label))
                        .toArray())
                .toArray(int[][]::new);
    }

    void write(int z, int y, AxisTaps[] taps, BorderScores scores) {
        int length = taps[2].size();
        byte[][] rows = new byte[channels.length][length];
        float[] here = new float[decision.channels()];
        float[] means = new float[here.length];
        int[] low = {taps[0].low(z), taps[1].low(y), 0};
        int[] high = {taps[0].high(z), taps[1].high(y), 0};
        float[] weights = {taps[0].highWeight(z), taps[1].highWeight(y), 0};
        for (int x = 0; x < length; x++) {
            low[2] = taps[2].low(x);
            high[2] = taps[2].high(x);
            weights[2] = taps[2].highWeight(x);
            if (scores.mean(low, high, weights, here, means)) {
                decision.probabilities(means);
                for (int label = 0; label < rows.length; label++) {
                    rows[label][x] = (byte) Math.round(CERTAIN * highest(means, channels[label]));
                }
            }
        }
        for (int label = 0; label < rows.length; label++) {
            targets.get(label).put((z * taps[1].size() + y) * length, rows[label]);
        }
    }

    private static float highest(float[] means, int[] channels) {
        float highest = 0;
        for (int channel : channels) {
            highest = Math.max(highest, means[channel]);
        }
        return Math.min(1, highest);
    }
}

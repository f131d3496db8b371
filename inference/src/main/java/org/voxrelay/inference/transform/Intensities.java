package org.voxrelay.inference.transform;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.voxrelay.inference.model.Transform.Clip;
import org.voxrelay.inference.model.Transform.Normalize;
import org.voxrelay.inference.model.Transform.ScalePercentiles;
import org.voxrelay.inference.model.Transform.ScaleRange;
import org.voxrelay.inference.model.Transform.ScaleToRange;
import org.voxrelay.inference.model.Transform.ZScore;

/** Steps that change values and not places. */
final class Intensities {
    private static final int BLOCK = 1 << 16;
    private static final float LEAST_DEVIATION = 1e-8f;

    private Intensities() {}

    private interface Change {
        float of(float value);
    }

    private static void each(float[] samples, Change change) {
        IntStream.range(0, (samples.length + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int end = Math.min(samples.length, (block + 1) * BLOCK);
            for (int i = block * BLOCK; i < end; i++) {
                samples[i] = change.of(samples[i]);
            }
        });
    }

    static void apply(ScaleRange step, float[] samples) {
        float from = (float) step.from();
        float width = (float) (step.to() - step.from());
        float newFrom = (float) step.newFrom();
        float newTo = (float) step.newTo();
        float newWidth = (float) (step.newTo() - step.newFrom());
        if (width == 0) { // MONAI subtracts only
            each(samples, value -> value - from + newFrom);
        } else if (step.clip()) {
            each(samples, value -> limit((value - from) / width * newWidth + newFrom, newFrom, newTo));
        } else {
            each(samples, value -> (value - from) / width * newWidth + newFrom);
        }
    }

    private static float limit(float value, float least, float most) {
        return value < least ? least : value > most ? most : value;
    }

    static void apply(Clip step, float[] samples) {
        float least = (float) step.least();
        float most = (float) step.most();
        each(samples, value -> limit(value, least, most));
    }

    static void apply(ScaleToRange step, List<float[]> channels) {
        var all = Statistics.of(channels, value -> true);
        for (float[] samples : channels) {
            var range = step.channelWise() ? Statistics.of(List.of(samples), value -> true) : all;
            if (range.most() == range.least()) { // MONAI multiplies by the new minimum
                each(samples, value -> value * (float) step.newFrom());
            } else {
                apply(new ScaleRange(range.least(), range.most(), step.newFrom(), step.newTo(), false), samples);
            }
        }
    }

    static void apply(ScalePercentiles step, List<float[]> channels) {
        List<List<float[]>> groups =
                step.channelWise() ? channels.stream().map(List::of).toList() : List.of(channels);
        for (List<float[]> group : groups) {
            double from = Percentiles.of(group, step.lower());
            double to = Percentiles.of(group, step.upper());
            for (float[] samples : group) {
                apply(new ScaleRange(from, to, step.newFrom(), step.newTo(), step.clip()), samples);
            }
        }
    }

    static void apply(Normalize step, List<float[]> channels) {
        var all = statistics(step, channels);
        for (float[] samples : channels) {
            var here = step.channelWise() ? statistics(step, List.of(samples)) : all;
            float subtract = step.subtract().map(Double::floatValue).orElse((float) here.mean());
            float divide = step.divide().map(Double::floatValue).orElse((float) here.deviation());
            float divisor = divide == 0 ? 1 : divide;
            if (step.nonzero()) {
                each(samples, value -> value == 0 ? 0 : (value - subtract) / divisor);
            } else {
                each(samples, value -> (value - subtract) / divisor);
            }
        }
    }

    private static Statistics statistics(Normalize step, List<float[]> channels) {
        return Statistics.of(channels, step.nonzero() ? value -> value != 0 : value -> true);
    }

    static void apply(ZScore step, float[] samples, Optional<boolean[]> foreground) {
        if (!step.foregroundOnly() || foreground.isEmpty()) {
            var all = Statistics.of(List.of(samples), value -> true);
            float mean = (float) all.mean();
            float deviation = Math.max((float) all.deviation(), LEAST_DEVIATION);
            each(samples, value -> (value - mean) / deviation);
            return;
        }
        boolean[] mask = foreground.get();
        var inside = Statistics.within(samples, mask);
        float mean = (float) inside.mean();
        float deviation = Math.max((float) inside.deviation(), LEAST_DEVIATION);
        for (int i = 0; i < samples.length; i++) {
            if (mask[i]) {
                samples[i] = (samples[i] - mean) / deviation;
            }
        }
    }
}

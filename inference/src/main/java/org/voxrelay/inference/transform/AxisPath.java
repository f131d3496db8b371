package org.voxrelay.inference.transform;

import java.util.ArrayList;
import java.util.List;

/** What the steps before a network did to one axis of the series, so that its result finds the way back. */
final class AxisPath {
    private static final double ROUNDING = 1e-6;

    /** What becomes of a place between two voxels. */
    enum Rounding {
        NONE,
        HALF_UP,
        HALF_EVEN
    }

    private sealed interface Step {
        record Flip(int size) implements Step {}

        record Window(int before, int size) implements Step {}

        record Scale(double factor, double shift, int size, Rounding rounding) implements Step {}
    }

    private final int sourceSize;
    private final List<Step> steps = new ArrayList<>();

    AxisPath(int sourceSize) {
        this.sourceSize = sourceSize;
    }

    void flip(int size) {
        steps.add(new Step.Flip(size));
    }

    /** @param before how many voxels are cut at the low end; negative if voxels are added there */
    void window(int before, int size) {
        steps.add(new Step.Window(before, size));
    }

    /** @param factor new index = factor * old index + shift */
    void scale(double factor, double shift, int size, Rounding rounding) {
        steps.add(new Step.Scale(factor, shift, size, rounding));
    }

    boolean isScaled() {
        return steps.stream().anyMatch(step -> step instanceof Step.Scale);
    }

    /** Where each voxel of the source lies on the network's axis. */
    AxisTaps taps() {
        var taps = new AxisTaps(sourceSize);
        for (int source = 0; source < sourceSize; source++) {
            place(source, taps);
        }
        return taps;
    }

    private void place(int source, AxisTaps taps) {
        double at = source;
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        boolean scaled = false;
        for (Step step : steps) {
            if (step instanceof Step.Flip flip) {
                at = flip.size() - 1 - at;
                double swapped = flip.size() - 1 - most;
                most = flip.size() - 1 - least;
                least = swapped;
            } else if (step instanceof Step.Window window) {
                at -= window.before();
                if (!scaled && (at < 0 || at > window.size() - 1)) {
                    taps.outside(source);
                    return;
                }
                least = Math.max(least - window.before(), 0);
                most = Math.min(most - window.before(), window.size() - 1);
            } else if (step instanceof Step.Scale scale) {
                at = Math.max(0, Math.min(scale.size() - 1, at * scale.factor() + scale.shift()));
                at = rounded(at, scale.rounding());
                least = 0;
                most = scale.size() - 1;
                scaled = true;
            }
        }
        double whole = Math.rint(at);
        at = Math.abs(at - whole) < ROUNDING ? whole : at;
        taps.set(source, at, least, most);
    }

    private static double rounded(double at, Rounding rounding) {
        return switch (rounding) {
            case NONE -> at;
            case HALF_UP -> Math.floor(at + 0.5);
            case HALF_EVEN -> Math.rint(at);
        };
    }
}

package org.voxrelay.inference.window;

import java.util.List;
import org.voxrelay.inference.model.Scores;
import org.voxrelay.inference.model.Scores.Exclusive;
import org.voxrelay.inference.model.Scores.Labels;
import org.voxrelay.inference.model.Scores.Overlapping;

/** From scores to a code, a channel's number or a bit for each channel, and from the code to a label. */
abstract class Decision {
    private final List<Integer> numbers;
    private final char[] labels;

    /**
     * @param numbers label of each channel
     * @param kinds codes that there are
     */
    private Decision(List<Integer> numbers, int kinds) {
        this.numbers = numbers;
        this.labels = new char[kinds];
    }

    static Decision of(Scores scores) {
        if (scores instanceof Exclusive exclusive) {
            return new Highest(exclusive);
        }
        if (scores instanceof Overlapping overlapping) {
            return new Reached(overlapping);
        }
        throw new IllegalArgumentException("there is nothing to decide in " + ((Labels) scores));
    }

    final int channels() {
        return numbers.size();
    }

    final List<Integer> numbers() {
        return numbers;
    }

    /** How many codes there are. */
    final int kinds() {
        return labels.length;
    }

    final char label(int code) {
        return labels[code];
    }

    /** Whether scores that are all halved would be decided otherwise. */
    abstract boolean dependsOnHeight();

    /** Codes of {@code length} voxels of a cell that follow one another. */
    abstract char[] row(ScoreCell cell, int offset, int length);

    /** What is done with the scores of a voxel of the network before they are averaged. */
    abstract void beforeInterpolation(float[] scores);

    /** The code of averaged scores. */
    abstract int of(float[] scores);

    /** Makes averaged scores probabilities. */
    abstract void probabilities(float[] scores);

    private static final class Highest extends Decision {
        private final boolean softmax;

        Highest(Exclusive scores) {
            super(scores.numbers(), scores.channels());
            softmax = scores.softmax();
            for (int channel = 0; channel < scores.channels(); channel++) {
                super.labels[channel] = (char) (int) scores.numbers().get(channel);
            }
        }

        @Override
        boolean dependsOnHeight() {
            return false;
        }

        @Override
        char[] row(ScoreCell cell, int offset, int length) {
            char[] codes = new char[length];
            float[] highest = new float[length];
            float[] scores = cell.scores();
            System.arraycopy(scores, offset, highest, 0, length);
            for (int channel = 1; channel < cell.channels(); channel++) {
                int at = channel * cell.count() + offset;
                for (int k = 0; k < length; k++) {
                    if (scores[at + k] > highest[k]) {
                        highest[k] = scores[at + k];
                        codes[k] = (char) channel;
                    }
                }
            }
            return codes;
        }

        @Override
        void beforeInterpolation(float[] scores) {
            if (softmax) {
                softmax(scores);
            }
        }

        @Override
        void probabilities(float[] scores) {
            if (!softmax) {
                softmax(scores);
            }
        }

        private static void softmax(float[] scores) {
            float highest = Float.NEGATIVE_INFINITY;
            for (float score : scores) {
                highest = Math.max(highest, score);
            }
            float sum = 0;
            for (int channel = 0; channel < scores.length; channel++) {
                scores[channel] = (float) Math.exp(scores[channel] - highest);
                sum += scores[channel];
            }
            for (int channel = 0; channel < scores.length; channel++) {
                scores[channel] /= sum;
            }
        }

        @Override
        int of(float[] scores) {
            int best = 0;
            for (int channel = 1; channel < scores.length; channel++) {
                best = scores[channel] > scores[best] ? channel : best;
            }
            return best;
        }
    }

    private static final class Reached extends Decision {
        private final Overlapping spec;
        /** The threshold for scores as they come from the network. */
        private final float raw;

        Reached(Overlapping scores) {
            super(scores.numbers(), 1 << scores.channels());
            spec = scores;
            double t = scores.threshold();
            raw = (float) (scores.sigmoid() ? Math.log(t / (1 - t)) : t);
            for (int code = 0; code < 1 << scores.channels(); code++) {
                for (int channel : scores.paintOrder()) {
                    if ((code >> channel & 1) == 1) {
                        super.labels[code] = (char) (int) scores.numbers().get(channel);
                    }
                }
            }
        }

        @Override
        boolean dependsOnHeight() {
            return true;
        }

        private boolean reaches(float score, float threshold) {
            return spec.inclusive() ? score >= threshold : score > threshold;
        }

        @Override
        char[] row(ScoreCell cell, int offset, int length) {
            char[] codes = new char[length];
            for (int channel = 0; channel < cell.channels(); channel++) {
                int at = channel * cell.count() + offset;
                for (int k = 0; k < length; k++) {
                    codes[k] |= (char) (reaches(cell.scores()[at + k], raw) ? 1 << channel : 0);
                }
            }
            return codes;
        }

        @Override
        void beforeInterpolation(float[] scores) {
            if (spec.sigmoid() && spec.sigmoidFirst()) {
                sigmoid(scores);
            }
        }

        @Override
        void probabilities(float[] scores) {
            if (spec.sigmoid() && !spec.sigmoidFirst()) {
                sigmoid(scores);
            }
        }

        private static void sigmoid(float[] scores) {
            for (int channel = 0; channel < scores.length; channel++) {
                scores[channel] = (float) (1 / (1 + Math.exp(-scores[channel])));
            }
        }

        @Override
        int of(float[] scores) {
            float threshold = spec.sigmoid() && !spec.sigmoidFirst() ? raw : (float) spec.threshold();
            int code = 0;
            for (int channel = 0; channel < scores.length; channel++) {
                code |= reaches(scores[channel], threshold) ? 1 << channel : 0;
            }
            return code;
        }
    }
}

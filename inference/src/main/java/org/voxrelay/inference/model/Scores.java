package org.voxrelay.inference.model;

import java.util.List;

/** What a network's outputs mean. */
public sealed interface Scores {
    /** Channels that the network has. */
    int channels();

    /** The output holds label numbers already, one a voxel. */
    record Labels() implements Scores {
        @Override
        public int channels() {
            return 1;
        }
    }

    /**
     * Each voxel is what has the highest score.
     *
     * @param numbers label of each channel; 0 is background
     * @param softmax the scores are made probabilities before they are brought to the grid of the series (MONAI does,
     *     nnU-Net does not)
     */
    record Exclusive(List<Integer> numbers, boolean softmax) implements Scores {
        public Exclusive {
            numbers = List.copyOf(numbers);
        }

        @Override
        public int channels() {
            return numbers.size();
        }
    }

    /**
     * A voxel is all whose probability reaches the threshold. Where labels overlap, a later one is seen above an earlier.
     *
     * @param numbers label of each channel; at most 8 channels
     * @param paintOrder channels, the lowest first
     * @param sigmoid the scores are no probabilities yet
     * @param sigmoidFirst they are made so before they are brought to the grid of the series (MONAI), not after (nnU-Net)
     * @param inclusive a probability of just the threshold counts (MONAI), or not (nnU-Net)
     */
    record Overlapping(
            List<Integer> numbers,
            List<Integer> paintOrder,
            boolean sigmoid,
            boolean sigmoidFirst,
            double threshold,
            boolean inclusive)
            implements Scores {
        public static final int MOST = 8;

        public Overlapping {
            numbers = List.copyOf(numbers);
            paintOrder = List.copyOf(paintOrder);
        }

        @Override
        public int channels() {
            return numbers.size();
        }
    }
}

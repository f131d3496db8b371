package org.voxrelay.inference.window;

/**
 * A box of voxels that the same windows cover, with the weighted sum of their scores.
 *
 * @param start first index along the network's axes
 * @param scores [channel][n0][n1][n2], and the sum of weights as one more channel; the array may be
 *     longer
 */
public record ScoreCell(int[] start, int[] size, int channels, float[] scores) {
    /** Voxels in the box. */
    public int count() {
        return size[0] * size[1] * size[2];
    }

    /** Where a voxel of the volume lies within one channel. */
    public int offset(int n0, int n1, int n2) {
        return ((n0 - start[0]) * size[1] + n1 - start[1]) * size[2] + n2 - start[2];
    }

    /** Divides by the weights, and tells whether all scores are numbers. */
    boolean normalise() {
        int count = count();
        int weights = channels * count;
        float sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            int offset = channel * count;
            for (int i = 0; i < count; i++) {
                float score = scores[offset + i] / scores[weights + i];
                scores[offset + i] = score;
                sum += score * 0; // 0 unless it is no number
            }
        }
        return sum == 0;
    }
}

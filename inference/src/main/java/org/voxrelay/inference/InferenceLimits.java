package org.voxrelay.inference;

import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.Scores.Labels;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.LabelVolume;

/**
 * How much memory an inference may take.
 *
 * @param maxVoxels of one channel on the network's grid
 * @param scoreBytes for scores that are not final, and as much again for probabilities where they are wanted
 * @param warmBytes of graphs that stay loaded; the one used longest ago goes first
 */
public record InferenceLimits(long maxVoxels, long scoreBytes, long warmBytes) {
    public static final InferenceLimits DEFAULT = new InferenceLimits(500_000_000L, 9L << 30, 2L << 30);

    /** @throws InferenceException if the labels of a grid do not fit in one piece of memory */
    public static void checkLabels(ModelPackage model, Grid grid) throws InferenceException {
        long bytes = LabelVolume.bytes(grid, model.highestLabel());
        if (bytes > Integer.MAX_VALUE) {
            throw new UnsuitableVolumeException("Labels up to " + model.highestLabel() + ", as " + model.name()
                    + " has, take " + (bytes >> 20) + " MiB on this series; up to 2047 MiB are possible.");
        }
    }

    /** @throws InferenceException if the model gives no probabilities, or they take more than scores may */
    public void checkProbabilities(ModelPackage model, Grid grid) throws InferenceException {
        if (model.scores() instanceof Labels) {
            throw new InferenceException(model.name() + " gives labels without probabilities.");
        }
        long needed = (long) model.labels().size() * grid.count();
        if (needed > scoreBytes) {
            throw new UnsuitableVolumeException(
                    "The probabilities of the " + model.labels().size() + " labels of "
                            + model.name() + " on this series take " + (needed >> 20) + " MiB of memory; the limit is "
                            + (scoreBytes >> 20) + " MiB.");
        }
    }
}

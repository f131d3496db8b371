package org.voxrelay.inference;

import java.util.List;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Segmentation;
import org.voxrelay.inference.volume.Volume;

/**
 * Segments volumes. {@link LocalInference} does it in this process, {@code process.WorkerInference} in
 * a child process.
 */
public interface Inference extends AutoCloseable {
    /** What is made of a volume. */
    enum Wanted {
        LABELS,
        /** And how probable each label is: as the network says, before labels are cleaned up. */
        PROBABILITIES
    }

    /**
     * @param channels one volume for each channel of the model, read only; brought to the grid of the first where theirs
     *     is another. One call at a time uses the engine, others wait
     * @param progress is told where the work stands, from the calling thread
     * @return on the grid of the first volume
     * @throws UnsuitableVolumeException with a sentence for a person, if the volumes are to blame
     * @throws InferenceException with a sentence for a person; the same volumes would fail again
     * @throws LostInferenceException if the attempt failed for another reason; a second may succeed
     * @throws InterruptedException if the thread was interrupted; nothing is left behind
     */
    Segmentation segment(ModelPackage model, List<Volume> channels, Wanted wanted, Progress progress)
            throws InferenceException, LostInferenceException, InterruptedException;

    /** Labels only. */
    default LabelVolume segment(ModelPackage model, List<Volume> channels, Progress progress)
            throws InferenceException, LostInferenceException, InterruptedException {
        return segment(model, channels, Wanted.LABELS, progress).labels();
    }

    /** One sentence: which engine computes, and why this one. */
    String engine();

    @Override
    void close();
}

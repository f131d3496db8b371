package org.voxrelay.inference;

import java.util.List;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Volume;

/**
 * Segments volumes. {@link LocalInference} does it in this process, {@code process.WorkerInference} in
 * a child process.
 */
public interface Inference extends AutoCloseable {
    /**
     * @param channels one volume for each channel of the model, read only; brought to the grid of the first where theirs
     *     is another. One call at a time uses the engine, others wait
     * @param progress is told where the work stands, from the calling thread
     * @return labels on the grid of the first volume
     * @throws InferenceException with a sentence for a person; the same volumes would fail again
     * @throws LostInferenceException if the attempt failed for another reason; a second may succeed
     * @throws InterruptedException if the thread was interrupted; nothing is left behind
     */
    LabelVolume segment(ModelPackage model, List<Volume> channels, Progress progress)
            throws InferenceException, LostInferenceException, InterruptedException;

    /** One sentence: which engine computes, and why this one. */
    String engine();

    @Override
    void close();
}

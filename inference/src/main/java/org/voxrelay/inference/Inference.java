package org.voxrelay.inference;

import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Volume;

/** Segments volumes. {@link LocalInference} does it in this process; a worker process will implement the same. */
public interface Inference extends AutoCloseable {
    /**
     * @param volume is read only; one call at a time uses the engine, others wait
     * @param progress is told where the work stands, from the calling thread
     * @return labels on the volume's own grid
     * @throws InferenceException with a sentence for a person; the same volume would fail again
     * @throws InterruptedException if the thread was interrupted; nothing is left behind
     */
    LabelVolume segment(ModelPackage model, Volume volume, Progress progress)
            throws InferenceException, InterruptedException;

    /** One sentence: which engine computes, and why this one. */
    String engine();

    @Override
    void close();
}

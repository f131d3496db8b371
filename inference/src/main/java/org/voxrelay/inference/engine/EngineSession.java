package org.voxrelay.inference.engine;

import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Progress;

/** A graph that is loaded. One thread at a time. */
public interface EngineSession extends AutoCloseable {
    /**
     * Makes ready for windows of this shape, where that takes long; otherwise does nothing. {@link #run} does it, too, but
     * tells nobody how far it is.
     *
     * @param shape of the input; how many windows come at one time is left open
     * @param progress is told the step; the fraction stays 0
     * @throws InterruptedException if the thread was interrupted; nothing is left behind
     */
    default void prepare(long[] shape, Progress progress) throws InferenceException, InterruptedException {
        // Most engines are ready when they are loaded.
    }

    /** How many windows the engine wants at one time, to copy some while it computes others. */
    default int windowsAtOnce() {
        return 1;
    }

    /**
     * Computes the graph.
     *
     * @param input read in place
     * @param output written in place
     * @throws InferenceException if the graph makes something of another type or shape
     */
    void run(Tensor input, Tensor output) throws InferenceException;

    @Override
    void close();
}

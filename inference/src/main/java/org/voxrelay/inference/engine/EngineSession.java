package org.voxrelay.inference.engine;

import org.voxrelay.inference.InferenceException;

/** A graph that is loaded. One thread at a time. */
public interface EngineSession extends AutoCloseable {
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

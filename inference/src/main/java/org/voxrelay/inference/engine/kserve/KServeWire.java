package org.voxrelay.inference.engine.kserve;

import java.time.Duration;
import org.voxrelay.inference.InferenceException;

/** A way to talk with an inference server. Every call is one attempt; one server answers several threads. */
interface KServeWire extends AutoCloseable {
    /** Whether the server takes requests. */
    boolean isReady(Duration limit) throws UnavailableException, InferenceException;

    /** Whether the server has loaded the model. */
    boolean isReady(String model, Duration limit) throws UnavailableException, InferenceException;

    /** @throws InferenceException also if the server does not know the model */
    Described describe(String model, Duration limit) throws UnavailableException, InferenceException;

    /** Writes the scores. */
    void compute(Computation computation, Duration limit) throws UnavailableException, InferenceException;

    @Override
    void close();
}

package org.voxrelay.inference.engine;

import org.voxrelay.inference.InferenceException;

/** An engine that does not answer now and may do so later: the model and the volume are not to blame. */
public class LostEngineException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public LostEngineException(String message) {
        super(message);
    }

    public LostEngineException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.voxrelay.inference;

/** A segmentation that cannot be made. The message is a sentence for a person and names no patient. */
public class InferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    public InferenceException(String message) {
        super(message);
    }

    public InferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}

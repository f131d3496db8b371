package org.voxrelay.inference;

/** An attempt that was lost without fault of the volume: another may succeed. The message is a sentence for a person. */
public class LostInferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    public LostInferenceException(String message) {
        super(message);
    }
}

package org.voxrelay.tensorrt;

/** TensorRT cannot do what was asked. The message is a sentence for a person. */
public class TensorRtException extends Exception {
    private static final long serialVersionUID = 1L;

    public TensorRtException(String message) {
        super(message);
    }
}

package org.voxrelay.inference;

/** A volume that the model cannot segment while it may do others: the package and the engine are not to blame. */
public class UnsuitableVolumeException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public UnsuitableVolumeException(String message) {
        super(message);
    }
}

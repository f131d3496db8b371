package org.voxrelay.tensorrt;

/**
 * CUDA failed in a way that leaves this process without a usable device: only another process can go on. Unchecked, so that
 * a worker process ends by it.
 */
public class LostDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostDeviceException(String message) {
        super(message);
    }
}

package org.voxrelay.inference.engine;

import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.tensorrt.CudaDevice;
import org.voxrelay.tensorrt.CudaDevices.Absent;
import org.voxrelay.tensorrt.CudaRuntime;
import org.voxrelay.tensorrt.LostDeviceException;
import org.voxrelay.tensorrt.TensorRtException;

/**
 * The memory of the first GPU.
 *
 * @param device as people know it; empty where there is none
 * @param free tells the bytes that no process has
 * @param budgetBytes that loaded graphs may take together
 */
public record GpuMemory(String device, LongSupplier free, long budgetBytes) {
    /** Of a machine without a GPU: graphs take nothing of it. */
    public static final GpuMemory NONE = new GpuMemory("", () -> 0, Long.MAX_VALUE);

    private static final Logger LOG = Logger.getLogger(GpuMemory.class.getName());

    /**
     * Asking begins to use the device, where there is one.
     *
     * @param budgetBytes 0 for four fifths of what the device has
     */
    public static GpuMemory of(CudaRuntime cuda, long budgetBytes) {
        if (cuda.devices() instanceof Absent) {
            return NONE;
        }
        try {
            CudaDevice device = CudaDevice.first(cuda);
            return new GpuMemory(
                    device.description(),
                    device::freeBytes,
                    budgetBytes > 0 ? budgetBytes : device.totalBytes() / 5 * 4);
        } catch (TensorRtException | LostDeviceException e) {
            LOG.log(Level.WARNING, "The memory of the GPU is not counted: {0}", e.getMessage());
            return NONE;
        }
    }

    /** Bytes that no process has. */
    public long freeBytes() {
        return free.getAsLong();
    }
}

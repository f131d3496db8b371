package org.voxrelay.tensorrt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.voxrelay.tensorrt.CudaDevices.Absent;

/**
 * The first CUDA device that this process sees (CUDA_VISIBLE_DEVICES chooses): its memory, pinned memory of the host, and
 * streams. What it hands out is given back by the caller.
 */
public final class CudaDevice {
    private static final int NUMBER = 0;
    private static final int COMPUTE_MAJOR = 75;
    private static final int COMPUTE_MINOR = 76;
    private static final int MULTIPROCESSORS = 16;
    private static final int OUT_OF_MEMORY = 2;
    private static final int NON_BLOCKING = 1;
    private static final int TO_DEVICE = 1;
    private static final int TO_HOST = 2;

    private final CudaLibrary cuda;
    private final CudaDevices devices;

    private CudaDevice(CudaLibrary cuda, CudaDevices devices) {
        this.cuda = cuda;
        this.devices = devices;
    }

    /** @throws TensorRtException if there is none, with the reason */
    public static CudaDevice first(CudaRuntime runtime) throws TensorRtException {
        CudaDevices devices = runtime.devices();
        if (devices instanceof Absent absent) {
            throw new TensorRtException("TensorRT needs a GPU: " + absent.why() + ".");
        }
        return new CudaDevice(runtime.load(CudaLibrary.class), devices);
    }

    /** What the runtime said when it was asked. */
    public CudaDevices devices() {
        return devices;
    }

    /** What plans depend on and people know it by, for example "sm_90 with 132 multiprocessors and 81559 MiB". */
    public String description() {
        return "sm_" + attribute(COMPUTE_MAJOR) + attribute(COMPUTE_MINOR) + " with " + attribute(MULTIPROCESSORS)
                + " multiprocessors and " + (memory()[1] >> 20) + " MiB";
    }

    private int attribute(int which) {
        var value = new IntByReference();
        check(cuda.cudaDeviceGetAttribute(value, which, NUMBER));
        return value.getValue();
    }

    /** Bytes of the device that nobody has. */
    public long freeBytes() {
        return memory()[0];
    }

    /** Bytes of the device in all. */
    public long totalBytes() {
        return memory()[1];
    }

    private long[] memory() {
        var free = new LongByReference();
        var total = new LongByReference();
        check(cuda.cudaMemGetInfo(free, total));
        return new long[] {free.getValue(), total.getValue()};
    }

    Pointer allocate(long bytes) throws TensorRtException {
        var pointer = new PointerByReference();
        checkRoom(cuda.cudaMalloc(pointer, bytes), bytes, "on the GPU");
        return pointer.getValue();
    }

    Pointer allocatePinned(long bytes) throws TensorRtException {
        var pointer = new PointerByReference();
        checkRoom(cuda.cudaMallocHost(pointer, bytes), bytes, "for copies to the GPU");
        return pointer.getValue();
    }

    private void checkRoom(int error, long bytes, String where) throws TensorRtException {
        if (error == OUT_OF_MEMORY) {
            throw new TensorRtException("There is no room for " + (bytes >> 20) + " MiB " + where
                    + ". A smaller window, or fewer models at one time, is needed.");
        }
        check(error);
    }

    void free(Pointer pointer) {
        check(cuda.cudaFree(pointer));
    }

    void freePinned(Pointer pointer) {
        check(cuda.cudaFreeHost(pointer));
    }

    Pointer stream() {
        var stream = new PointerByReference();
        check(cuda.cudaStreamCreateWithFlags(stream, NON_BLOCKING));
        return stream.getValue();
    }

    void destroy(Pointer stream) {
        check(cuda.cudaStreamDestroy(stream));
    }

    /** Waits for all that was begun on the stream. */
    void await(Pointer stream) {
        check(cuda.cudaStreamSynchronize(stream));
    }

    void copyToDevice(Pointer device, Pointer pinned, long bytes, Pointer stream) {
        check(cuda.cudaMemcpyAsync(device, pinned, bytes, TO_DEVICE, stream));
    }

    void copyToHost(Pointer pinned, Pointer device, long bytes, Pointer stream) {
        check(cuda.cudaMemcpyAsync(pinned, device, bytes, TO_HOST, stream));
    }

    private void check(int error) {
        if (error != 0) {
            throw new LostDeviceException("The GPU failed. CUDA says: " + cuda.cudaGetErrorString(error));
        }
    }
}

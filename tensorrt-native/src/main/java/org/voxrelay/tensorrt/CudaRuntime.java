package org.voxrelay.tensorrt;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import java.util.List;

/**
 * The CUDA runtime library, where there is one. TensorRT must not be called unless {@link #devices()} says that a device
 * is present: without one it hands out pointers that are none.
 */
public final class CudaRuntime {
    private static final List<String> NAMES = List.of("libcudart.so.13", "libcudart.so.12", "libcudart.so");
    private static final int SUCCESS = 0;

    private final List<String> libraries;

    public CudaRuntime() {
        this(NAMES);
    }

    /** @param libraries file names or paths, the first that loads is used */
    public CudaRuntime(List<String> libraries) {
        this.libraries = List.copyOf(libraries);
    }

    /** Asks the library; never fails, whatever is or is not installed. */
    public CudaDevices devices() {
        for (String library : libraries) {
            try {
                return ask(NativeLibrary.getInstance(library));
            } catch (UnsatisfiedLinkError e) {
                continue; // the next name
            }
        }
        return new CudaDevices.Absent("the CUDA runtime (libcudart) is not installed");
    }

    /** Binds the library that {@link #devices()} found a device with. */
    <T extends Library> T load(Class<T> functions) throws TensorRtException {
        for (String library : libraries) {
            try {
                return Native.load(library, functions);
            } catch (UnsatisfiedLinkError e) {
                continue; // the next name
            }
        }
        throw new TensorRtException("The CUDA runtime (libcudart) is not installed.");
    }

    private static CudaDevices ask(NativeLibrary runtime) {
        IntByReference count = new IntByReference(0);
        int error = runtime.getFunction("cudaGetDeviceCount").invokeInt(new Object[] {count});
        if (error != SUCCESS) {
            Function message = runtime.getFunction("cudaGetErrorString");
            return new CudaDevices.Absent("CUDA says: " + message.invokeString(new Object[] {error}, false));
        }
        if (count.getValue() < 1) {
            return new CudaDevices.Absent("CUDA finds no device");
        }
        IntByReference version = new IntByReference(0);
        runtime.getFunction("cudaRuntimeGetVersion").invokeInt(new Object[] {version});
        return new CudaDevices.Present(count.getValue(), version.getValue());
    }
}

package org.voxrelay.tensorrt;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** The part of the CUDA runtime's C interface that we use. Names are its own; each answers an error number, 0 is none. */
interface CudaLibrary extends Library {
    String cudaGetErrorString(int error);

    int cudaDeviceGetAttribute(IntByReference value, int attribute, int device);

    int cudaMemGetInfo(LongByReference free, LongByReference total);

    int cudaMalloc(PointerByReference pointer, long bytes);

    int cudaFree(Pointer pointer);

    int cudaMallocHost(PointerByReference pointer, long bytes);

    int cudaFreeHost(Pointer pointer);

    int cudaStreamCreateWithFlags(PointerByReference stream, int flags);

    int cudaStreamDestroy(Pointer stream);

    int cudaStreamSynchronize(Pointer stream);

    int cudaMemcpyAsync(Pointer to, Pointer from, long bytes, int kind, Pointer stream);
}

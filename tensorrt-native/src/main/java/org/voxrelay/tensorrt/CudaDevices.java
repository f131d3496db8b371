package org.voxrelay.tensorrt;

/** What the CUDA runtime says about this machine. */
public sealed interface CudaDevices {
    /**
     * @param count devices that can be used, at least 1
     * @param runtimeVersion as CUDA counts: 13050 is 13.5
     */
    record Present(int count, int runtimeVersion) implements CudaDevices {}

    /** @param why half a sentence for the log and the page, for example "libcudart is not installed" */
    record Absent(String why) implements CudaDevices {}
}

/**
 * The CUDA runtime by JNA, and TensorRT through our shim ({@code src/main/cpp}). Imports the JDK and JNA. Read
 * {@link org.voxrelay.tensorrt.CudaRuntime} and {@link org.voxrelay.tensorrt.TensorRt} first.
 */
package org.voxrelay.tensorrt;

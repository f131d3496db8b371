/**
 * The CUDA runtime by JNA, and TensorRT through our shim ({@code src/main/cpp}). Imports the JDK and JNA. Read
 * {@link org.voxrelay.tensorrt.CudaRuntime} first.
 */
package org.voxrelay.tensorrt;

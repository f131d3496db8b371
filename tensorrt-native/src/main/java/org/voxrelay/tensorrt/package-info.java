/**
 * The CUDA runtime by JNA, and later the shim that speaks to TensorRT. Imports the JDK and JNA. Read
 * {@link org.voxrelay.tensorrt.CudaRuntime} first.
 */
package org.voxrelay.tensorrt;

/**
 * Networks on NVIDIA GPUs by TensorRT. Imports the JDK, {@code engine}, {@code model} and {@code org.voxrelay.tensorrt}. Read
 * {@link org.voxrelay.inference.engine.tensorrt.TensorRtEngine} first.
 */
package org.voxrelay.inference.engine.tensorrt;

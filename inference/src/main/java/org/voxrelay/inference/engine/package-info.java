/**
 * What computes an ONNX graph, and the choice of it. Imports the JDK, ONNX Runtime and {@code org.voxrelay.tensorrt}. Read
 * {@link org.voxrelay.inference.engine.Engine} first.
 */
package org.voxrelay.inference.engine;

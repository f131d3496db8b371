/**
 * What computes an ONNX graph, and the choice of it. Imports the JDK, JNA, ONNX Runtime,
 * {@code model}, {@code window} and {@code org.voxrelay.tensorrt}. Read
 * {@link org.voxrelay.inference.engine.Engine} first.
 */
package org.voxrelay.inference.engine;

package org.voxrelay.inference.engine;

import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

/** Computes ONNX graphs. */
public interface Engine {
    /** For the log and the page, for example "ONNX Runtime 1.29.0 on the CPU, 2 threads". */
    String name();

    /**
     * Loads a graph and keeps it ready. Its input is float of five dimensions, [batch][channel][n0][n1][n2]; its output
     * is float, or uint8 labels, of as many.
     */
    EngineSession load(Graph graph, Precision precision) throws InferenceException;
}

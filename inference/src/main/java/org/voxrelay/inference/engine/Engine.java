package org.voxrelay.inference.engine;

import java.nio.file.Path;
import org.voxrelay.inference.InferenceException;

/** Computes ONNX graphs. */
public interface Engine {
    /** For the log and the page, for example "ONNX Runtime 1.29.0 on the CPU, 2 threads". */
    String name();

    /**
     * Loads a graph and keeps it ready.
     *
     * @param input name of the graph's input: float [1][1][z][y][x]
     * @param output name of the graph's output: uint8 of the same shape
     */
    EngineSession load(Path onnx, String input, String output) throws InferenceException;
}

package org.voxrelay.inference.model;

import java.nio.file.Path;
import java.util.List;

/**
 * An ONNX file, and the files beside it that hold weights of it (external data).
 *
 * @param sha256 of the file and of those beside it, lower-case hexadecimal; identifies what is run
 * @param input name of the graph's input; empty for the only one
 * @param output name of the graph's output; empty for the only one
 * @param externalData mostly none
 */
public record Graph(Path file, String sha256, String input, String output, List<Path> externalData) {
    public Graph {
        externalData = List.copyOf(externalData);
    }

    /** All weights are in the file itself. */
    public Graph(Path file, String sha256, String input, String output) {
        this(file, sha256, input, output, List.of());
    }
}

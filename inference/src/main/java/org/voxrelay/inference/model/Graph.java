package org.voxrelay.inference.model;

import java.nio.file.Path;

/**
 * An ONNX file.
 *
 * @param sha256 of the file, lower-case hexadecimal; identifies what is run
 * @param input name of the graph's input; empty for the only one
 * @param output name of the graph's output; empty for the only one
 */
public record Graph(Path file, String sha256, String input, String output) {}

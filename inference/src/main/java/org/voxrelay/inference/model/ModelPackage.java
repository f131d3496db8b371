package org.voxrelay.inference.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model as described by {@code models/<name>/<version>/model.json}; checked when it was read.
 *
 * @param name of the folder
 * @param version of the folder
 * @param modality that it segments, for example CT (0008,0060)
 * @param algorithm who made it and what for
 * @param graph the network or graph
 * @param minimumSlices fewer are refused
 * @param labels in ascending number
 * @param postProcess steps after the graph
 */
public record ModelPackage(
        String name,
        String version,
        String modality,
        Algorithm algorithm,
        Graph graph,
        int minimumSlices,
        List<Label> labels,
        List<PostProcess> postProcess) {

    public ModelPackage {
        labels = List.copyOf(labels);
        postProcess = List.copyOf(postProcess);
    }

    /** For people and for the algorithm identification in SEG and SR (PS3.16 TID 4019). */
    public record Algorithm(String manufacturer, String description, String licence, String intendedUse) {}

    /**
     * An ONNX file that maps samples [1][1][z][y][x] (float) to labels of the same shape (uint8).
     *
     * @param sha256 of the file, lower-case hexadecimal; identifies what was run
     * @param input name of the graph's input
     * @param output name of the graph's output
     * @param patchSlices how many slices are given to it at a time
     */
    public record Graph(Path file, String sha256, String input, String output, int patchSlices) {}

    /** Meaning of a voxel value. */
    public Optional<Label> label(int number) {
        return labels.stream().filter(label -> label.number() == number).findFirst();
    }
}

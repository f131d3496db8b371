package org.voxrelay.inference.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as a folder {@code models/<name>/<version>/} describes it, in whichever form; checked when it was read.
 *
 * @param name of the folder
 * @param version of the folder
 * @param form of the description
 * @param folder with its files
 * @param sha256 of everything that decides what the model does, lower-case hexadecimal
 * @param algorithm who made it and what for
 * @param channels what the network sees; one or more
 * @param graphs the networks; the scores of several are averaged (folds of a cross-validation)
 * @param preprocess steps before the network
 * @param tiling how large volumes are cut
 * @param scores what the network's output means
 * @param minimumSlices fewer are refused
 * @param labels numbered 1, 2, 3 ... in this order; one or more
 * @param postProcess steps with the labels on the grid of the series
 * @param permitsBf16 whether the author allows to compute with less precision where that is faster
 * @param segmentation how its labels are stored; as the server is set if empty
 */
public record ModelPackage(
        String name,
        String version,
        Form form,
        Path folder,
        String sha256,
        Algorithm algorithm,
        List<Channel> channels,
        List<Graph> graphs,
        List<Transform> preprocess,
        Tiling tiling,
        Scores scores,
        int minimumSlices,
        List<Label> labels,
        List<PostProcess> postProcess,
        boolean permitsBf16,
        Optional<ResultForm> segmentation) {

    public ModelPackage {
        channels = List.copyOf(channels);
        graphs = List.copyOf(graphs);
        preprocess = List.copyOf(preprocess);
        labels = List.copyOf(labels);
        postProcess = List.copyOf(postProcess);
    }

    /** How a package describes itself. */
    public enum Form {
        /** {@code model.json}. */
        VOXRELAY,
        /** {@code configs/metadata.json} and {@code configs/inference.json}. */
        MONAI_BUNDLE,
        /** {@code plans.json} and {@code dataset.json}. */
        NNUNET
    }

    /** For people and for the algorithm identification in SEG and SR (PS3.16 TID 4019). */
    public record Algorithm(String manufacturer, String description, String licence, String intendedUse) {}

    /**
     * What one channel of the network shows, and which series of a study it is.
     *
     * @param modality for example CT (0008,0060)
     * @param match regular expressions by the keyword of an attribute, for example SeriesDescription; all must be found
     */
    public record Channel(String name, String modality, Map<String, String> match) {
        public Channel {
            match = Map.copyOf(match);
        }
    }

    /** Modality of the first channel. */
    public String modality() {
        return channels.get(0).modality();
    }

    /** The first network. */
    public Graph graph() {
        return graphs.get(0);
    }

    /** The highest voxel value. */
    public int highestLabel() {
        return labels.get(labels.size() - 1).number();
    }

    /** Meaning of a voxel value. */
    public Optional<Label> label(int number) {
        return labels.stream().filter(label -> label.number() == number).findFirst();
    }
}

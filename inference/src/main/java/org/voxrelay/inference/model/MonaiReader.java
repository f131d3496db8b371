package org.voxrelay.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.voxrelay.inference.model.ModelPackage.Channel;
import org.voxrelay.inference.model.ModelPackage.Form;
import org.voxrelay.inference.model.Tiling.Blending;
import org.voxrelay.inference.model.Tiling.Padding;
import org.voxrelay.inference.model.Tiling.Steps;

/**
 * Reads a MONAI bundle: {@code configs/metadata.json}, {@code configs/inference.json} and one ONNX file. A transform or a
 * parameter that is not understood is a fault that names it.
 */
final class MonaiReader {
    static final String DESCRIPTION = "configs/inference.json";
    private static final String METADATA = "configs/metadata.json";
    private static final String CODES = "labels.json";

    private final PackageFiles files;
    private final List<String> faults;

    MonaiReader(PackageFiles files) {
        this.files = files;
        this.faults = files.faults;
    }

    ModelPackage read() throws IOException, UnusableModelException {
        JsonNode metadata = files.json(METADATA);
        var config = new BundleConfig(files.json(DESCRIPTION), faults);
        JsonNode codes = files.has(CODES) ? files.json(CODES) : MissingNode.getInstance();
        List<Graph> graphs = graphs();
        var after = new MonaiPostReader(steps(config, "postprocessing"), faults);
        List<Transform> before = new MonaiStepReader(faults).read(steps(config, "preprocessing"), after.back());
        after.checkOrder(before.stream().anyMatch(step -> step instanceof Transform.Resample));
        JsonNode format = metadata.path("network_data_format");
        JsonNode image = format.path("inputs").path("image");
        List<Channel> channels = channels(image);
        JsonNode outputs = format.path("outputs");
        List<Label> labels = new ArrayList<>();
        Scores scores = scores(outputs.path("pred"), after, codes, labels);
        after.checkLabels(labels.size());
        labels.sort(Comparator.comparingInt(Label::number));
        LabelNumbers.check(labels, scores, faults);
        Tiling tiling = tiling(new BundleStep(config.get("inferer"), config, faults));
        if (!faults.isEmpty()) {
            throw files.unusable();
        }
        return new ModelPackage(
                files.name,
                files.version,
                Form.MONAI_BUNDLE,
                files.folder,
                files.digestOfAll(),
                files.algorithm(metadata, "see the bundle"),
                channels,
                graphs,
                before,
                tiling,
                scores,
                1,
                labels,
                after.postProcess(),
                false,
                Optional.empty());
    }

    private List<Graph> graphs() throws IOException {
        List<Path> found = files.onnxFiles();
        if (found.size() != 1) {
            faults.add("one ONNX file is needed beside the configuration, for example models/model.onnx; there are "
                    + found.size());
            return List.of();
        }
        return List.of(files.graph(found.get(0), "", ""));
    }

    private List<BundleStep> steps(BundleConfig config, String name) {
        JsonNode compose = config.get(name);
        JsonNode list = compose.isArray() ? compose : config.resolve(compose.path("transforms"));
        List<BundleStep> steps = new ArrayList<>();
        for (JsonNode each : list) {
            var step = new BundleStep(config.resolve(each), config, faults);
            if (!step.isDisabled()) {
                steps.add(step);
            }
        }
        if (steps.isEmpty()) {
            faults.add(DESCRIPTION + " has no transforms in " + name);
        }
        return steps;
    }

    private Tiling tiling(BundleStep inferer) {
        List<Integer> window = List.of(0, 0, 0);
        double overlap = 0;
        Blending blending = Blending.CONSTANT;
        Padding padding = Padding.ZERO;
        int batch = 1;
        if (inferer.kind().equals("SlidingWindowInferer")) {
            window = inferer.threeWhole("roi_size", 0);
            overlap = inferer.number("overlap", 0.25);
            blending = inferer.text("mode", "constant").equals("gaussian") ? Blending.GAUSSIAN : Blending.CONSTANT;
            padding = inferer.text("padding_mode", "constant").equals("replicate") ? Padding.EDGE : Padding.ZERO;
            batch = Math.max(1, Math.min(64, (int) inferer.number("sw_batch_size", 1)));
            inferer.only("mode", "constant", "gaussian");
            inferer.only("padding_mode", "constant", "replicate");
            inferer.only("sigma_scale", "0.125");
            inferer.only("cval", "0", "0.0");
            inferer.ignore("sw_device", "progress", "cache_roi_weight_map", "cpu_thresh", "buffer_steps", "buffer_dim");
        } else if (!inferer.kind().equals("SimpleInferer")) {
            faults.add("the inferer '" + inferer.kind() + "' is not supported");
        }
        inferer.rejectTheRest();
        if (overlap < 0 || overlap > 0.95) {
            faults.add("the inferer's overlap must be from 0 to 0.95");
        }
        return new Tiling(window, overlap, blending, Steps.LAST_MOVED, padding, batch, List.of());
    }

    /** MONAI knows no series; {@code channel_match} beside {@code channel_def} is ours. */
    private List<Channel> channels(JsonNode image) {
        String modality = image.path("modality").asText("CT").toUpperCase(java.util.Locale.ROOT);
        String dicom = modality.startsWith("MR") ? "MR" : modality;
        List<Channel> channels = new ArrayList<>();
        int count = Math.max(1, image.path("num_channels").asInt(1));
        for (int i = 0; i < count; i++) {
            String name = image.path("channel_def").path("" + i).asText("image");
            JsonNode match = image.path("channel_match").path("" + i);
            channels.add(new Channel(name, dicom, ChannelRules.read(match, METADATA + " channel_match." + i, faults)));
        }
        return channels;
    }

    /** Channels are called in the metadata; the first is background unless the model is multi-label. */
    private Scores scores(JsonNode pred, MonaiPostReader after, JsonNode codes, List<Label> labels) {
        int count = pred.path("num_channels").asInt(0);
        JsonNode names = pred.path("channel_def");
        if (count < 1 || count > LabelNumbers.MOST || names.size() != count) {
            faults.add(METADATA + " must name each of 1 to " + LabelNumbers.MOST
                    + " channels of network_data_format.outputs.pred in channel_def");
            return new Scores.Exclusive(List.of(0), true);
        }
        List<Integer> numbers = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int channel = 0; channel < count; channel++) {
            String name = names.path("" + channel).asText();
            boolean background = name.equalsIgnoreCase("background");
            int number = background ? 0 : after.isOverlapping() ? channel + 1 : channel;
            numbers.add(number);
            order.add(channel);
            if (number > 0) {
                labels.add(ModelReader.label(files, codes, number, name));
            }
        }
        if (!after.isOverlapping()) {
            return new Scores.Exclusive(numbers, after.isSoftmax());
        }
        if (count > Scores.Overlapping.MOST) {
            faults.add("more than " + Scores.Overlapping.MOST + " overlapping labels are not supported");
        }
        return new Scores.Overlapping(
                numbers,
                order,
                after.isSigmoid(),
                true,
                Optional.of(after.threshold()).orElse(0.5),
                true);
    }
}

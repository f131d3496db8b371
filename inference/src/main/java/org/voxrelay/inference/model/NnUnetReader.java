package org.voxrelay.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voxrelay.inference.model.ModelPackage.Channel;
import org.voxrelay.inference.model.ModelPackage.Form;
import org.voxrelay.inference.model.Tiling.Blending;
import org.voxrelay.inference.model.Tiling.Padding;
import org.voxrelay.inference.model.Tiling.Steps;
import org.voxrelay.inference.model.Transform.Alignment;
import org.voxrelay.inference.model.Transform.Interpolation;

/**
 * Reads an export of nnU-Net v2 (TotalSegmentator is one): {@code plans.json}, {@code dataset.json} and an ONNX file for
 * each fold. An optional {@code export.json} says what these do not: configuration, mirrorAxes, channels.
 */
final class NnUnetReader {
    static final String DESCRIPTION = "plans.json";
    private static final String DATASET = "dataset.json";
    private static final String EXPORT = "export.json";
    private static final String CODES = "labels.json";
    private static final String USUAL_CONFIGURATION = "3d_fullres";
    private static final String USUAL_RESAMPLING = "resample_data_or_seg_to_shape";
    private static final double ANISOTROPY = 3;
    private static final double OVERLAP = 0.5;

    private final PackageFiles files;
    private final List<String> faults;

    NnUnetReader(PackageFiles files) {
        this.files = files;
        this.faults = files.faults;
    }

    ModelPackage read() throws IOException, UnusableModelException {
        JsonNode plans = files.json(DESCRIPTION);
        JsonNode dataset = files.json(DATASET);
        JsonNode export = files.has(EXPORT) ? files.json(EXPORT) : MissingNode.getInstance();
        JsonNode codes = files.has(CODES) ? files.json(CODES) : MissingNode.getInstance();
        var labels = new ArrayList<Label>();
        Scores scores = scores(dataset, codes, labels);
        labels.sort(Comparator.comparingInt(Label::number));
        LabelNumbers.check(labels, scores, faults);
        List<Channel> channels = channels(dataset, export);
        var configuration =
                new PlannedConfiguration(plans, export.path("configuration").asText(USUAL_CONFIGURATION));
        List<Transform> steps = steps(plans, configuration, channels.size());
        List<Integer> patch = configuration.wholeNumbers("patch_size");
        if (patch.size() != 3) {
            faults.add("the configuration " + configuration.name() + " is not three-dimensional");
        }
        List<Graph> graphs = graphs();
        if (!faults.isEmpty()) {
            throw files.unusable();
        }
        List<Integer> mirror = new ArrayList<>();
        export.path("mirrorAxes").forEach(axis -> mirror.add(Math.max(0, Math.min(2, axis.asInt()))));
        return new ModelPackage(
                files.name,
                files.version,
                Form.NNUNET,
                files.folder,
                files.digestOfAll(),
                files.algorithm(dataset, dataset.path("licence").asText("see the export")),
                channels,
                graphs,
                steps,
                new Tiling(patch, OVERLAP, Blending.GAUSSIAN_HALF, Steps.SPREAD, Padding.ZERO, 1, mirror),
                scores,
                1,
                labels,
                List.of(),
                false,
                Optional.empty());
    }

    private List<Graph> graphs() throws IOException {
        List<Graph> graphs = new ArrayList<>();
        for (Path file : files.onnxFiles()) {
            graphs.add(files.graph(file, "", ""));
        }
        if (graphs.isEmpty()) {
            faults.add("there is no ONNX file of the network, for example fold_0/model.onnx");
        }
        return graphs;
    }

    private List<Channel> channels(JsonNode dataset, JsonNode export) {
        List<Channel> channels = new ArrayList<>();
        JsonNode names = dataset.has("channel_names") ? dataset.path("channel_names") : dataset.path("modality");
        for (int i = 0; i < Math.max(1, names.size()); i++) {
            String name = names.path("" + i).asText("CT");
            JsonNode own = export.path("channels").path(i);
            Map<String, String> match =
                    ChannelRules.read(own.path("match"), EXPORT + " channels[" + i + "].match", faults);
            String modality = own.path("modality").asText(name.equalsIgnoreCase("CT") ? "CT" : "MR");
            channels.add(new Channel(name, modality, match));
        }
        return channels;
    }

    private List<Transform> steps(JsonNode plans, PlannedConfiguration configuration, int channels) {
        List<Transform> steps = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        plans.path("transpose_forward").forEach(axis -> order.add(axis.asInt()));
        if (!List.of(0, 1, 2).stream().allMatch(order::contains) || order.size() != 3) {
            faults.add("transpose_forward is not an order of three axes");
            return steps;
        }
        steps.add(orientation(plans.path("image_reader_writer").asText("SimpleITKIO"), order));
        steps.add(new Transform.CropNonzero());
        steps.add(normalization(plans, configuration, channels));
        List<Double> spacing = configuration.numbers("spacing");
        if (spacing.size() != 3) {
            faults.add("spacing must have three numbers");
            return steps;
        }
        checkResampling(configuration, "data", 3);
        checkResampling(configuration, "probabilities", 1);
        steps.add(new Transform.Resample(
                spacing, Interpolation.CUBIC, Interpolation.LINEAR, Alignment.EDGES, Optional.of(ANISOTROPY)));
        if (configuration.has("previous_stage")) {
            faults.add("a cascade (previous_stage) is not supported");
        }
        return steps;
    }

    private Transform orientation(String reader, List<Integer> order) {
        if (reader.equals("NibabelIOWithReorient")) {
            var axes = new StringBuilder();
            order.forEach(axis -> axes.append("SAR".charAt(axis)));
            return new Transform.Orient(axes.toString());
        }
        if (!reader.equals("SimpleITKIO") && !reader.equals("NibabelIO")) {
            faults.add("the image reader '" + reader + "' is not supported");
        }
        return new Transform.Reorder(order);
    }

    private void checkResampling(PlannedConfiguration configuration, String what, int order) {
        String function = configuration.text("resampling_fn_" + what, USUAL_RESAMPLING);
        if (!function.equals(USUAL_RESAMPLING)) {
            faults.add("the resampling '" + function + "' is not supported");
        }
        JsonNode parameters = configuration.get("resampling_fn_" + what + "_kwargs");
        if (parameters.path("order").asInt(order) != order
                || parameters.path("order_z").asInt(0) != 0
                || parameters.path("force_separate_z").isBoolean()) {
            faults.add("resampling of " + what + " with other parameters than order " + order
                    + ", order_z 0, force_separate_z null is not supported");
        }
    }

    private Transform normalization(JsonNode plans, PlannedConfiguration configuration, int channels) {
        JsonNode schemes = configuration.get("normalization_schemes");
        JsonNode masks = configuration.get("use_mask_for_norm");
        List<List<Transform>> perChannel = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            JsonNode properties =
                    plans.path("foreground_intensity_properties_per_channel").path("" + channel);
            perChannel.add(normalization(
                    schemes.path(channel).asText(),
                    properties,
                    masks.path(channel).asBoolean(false)));
        }
        return new Transform.PerChannel(perChannel);
    }

    private List<Transform> normalization(String scheme, JsonNode properties, boolean masked) {
        return switch (scheme) {
            case "CTNormalization" -> {
                for (String field : List.of("mean", "std", "percentile_00_5", "percentile_99_5")) {
                    if (!properties.path(field).isNumber()) {
                        faults.add("foreground_intensity_properties_per_channel has no " + field);
                    }
                }
                yield List.of(
                        new Transform.Clip(
                                properties.path("percentile_00_5").asDouble(),
                                properties.path("percentile_99_5").asDouble()),
                        new Transform.Normalize(
                                Optional.of(properties.path("mean").asDouble()),
                                Optional.of(Math.max(properties.path("std").asDouble(), 1e-8)),
                                false,
                                false));
            }
            case "ZScoreNormalization" -> List.of(new Transform.ZScore(masked));
            case "NoNormalization" -> List.of();
            case "RescaleTo01Normalization" -> List.of(new Transform.ScaleToRange(0, 1, true));
            case "RGBTo01Normalization" -> List.of(new Transform.ScaleRange(0, 255, 0, 1, false));
            default -> {
                faults.add("the normalization '" + scheme + "' is not supported");
                yield List.of();
            }
        };
    }

    private Scores scores(JsonNode dataset, JsonNode codes, List<Label> labels) {
        List<Integer> numbers = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        boolean regions = false;
        JsonNode classOrder = dataset.path("regions_class_order");
        for (var entry : dataset.path("labels").properties()) {
            String name = entry.getKey();
            boolean region = entry.getValue().isArray() && entry.getValue().size() > 1;
            regions |= region;
            long value = entry.getValue().isArray()
                    ? entry.getValue().path(0).asLong()
                    : entry.getValue().asLong();
            if (!name.equals("ignore") && (value != 0 || !classOrder.isArray())) {
                long given =
                        classOrder.isArray() ? classOrder.path(numbers.size()).asLong() : value;
                int number = (int) Math.max(0, Math.min(LabelNumbers.MOST, given));
                order.add(numbers.size());
                numbers.add(number);
                if (number != given) {
                    faults.add("label " + given + " of '" + name + "' is not from 0 to " + LabelNumbers.MOST);
                }
                if (number > 0) {
                    labels.add(ModelReader.label(files, codes, number, name));
                }
            }
        }
        if (numbers.isEmpty()) {
            faults.add(DATASET + " has no labels");
        }
        if (regions && numbers.size() > Scores.Overlapping.MOST) {
            faults.add("more than " + Scores.Overlapping.MOST + " regions are not supported");
        }
        if (!regions) {
            numbers.sort(null);
            return new Scores.Exclusive(numbers, false);
        }
        return new Scores.Overlapping(numbers, order, true, false, 0.5, false);
    }
}

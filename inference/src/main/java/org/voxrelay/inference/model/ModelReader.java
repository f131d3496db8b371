package org.voxrelay.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voxrelay.inference.model.Label.Rgb;
import org.voxrelay.inference.model.ModelPackage.Algorithm;
import org.voxrelay.inference.model.ModelPackage.Channel;
import org.voxrelay.inference.model.ModelPackage.Form;
import org.voxrelay.inference.model.Tiling.Blending;
import org.voxrelay.inference.model.Tiling.Steps;

/** Reads one {@code model.json} and gathers all its faults before it complains. */
final class ModelReader {
    static final String DESCRIPTION = "model.json";
    private static final int MOST = 10_000;

    private final PackageFiles files;
    private final List<String> faults;
    private final StepReader steps;

    ModelReader(PackageFiles files) {
        this.files = files;
        this.faults = files.faults;
        this.steps = new StepReader(faults);
    }

    ModelPackage read() throws IOException, UnusableModelException {
        ModelPackage model = model(new JsonFields("", files.json(DESCRIPTION), faults));
        if (!faults.isEmpty()) {
            throw files.unusable();
        }
        return model;
    }

    private ModelPackage model(JsonFields root) throws IOException {
        same(root, "name", files.name);
        same(root, "version", files.version);
        JsonFields algorithm = root.object("algorithm");
        List<Label> labels = labels(root.objects("labels"));
        List<Graph> graphs = graphs(root);
        Tiling tiling = root.has("window") ? tiling(root.object("window")) : slices(root.object("graph"));
        Scores scores = root.has("scores") ? scores(root.object("scores"), labels) : new Scores.Labels();
        LabelNumbers.check(labels, scores, faults);
        return new ModelPackage(
                files.name,
                files.version,
                Form.VOXRELAY,
                files.folder,
                files.digestOfAll(),
                new Algorithm(
                        algorithm.text("manufacturer"),
                        algorithm.text("description"),
                        algorithm.text("licence"),
                        algorithm.text("intendedUse")),
                channels(root),
                graphs,
                root.has("preprocess") ? steps.transforms(root.objects("preprocess")) : List.of(),
                tiling,
                scores,
                root.integer("minimumSlices", 1, MOST),
                labels,
                steps.postProcess(root.objects("postProcess")),
                root.flag("permitsBf16", false),
                segmentation(root, scores));
    }

    private Optional<ResultForm> segmentation(JsonFields root, Scores scores) {
        if (!root.has("results") || !root.object("results").has("segmentation")) {
            return Optional.empty();
        }
        ResultForm form = root.object("results").choice("segmentation", ResultForm.class, ResultForm.AUTO);
        if (form == ResultForm.FRACTIONAL && scores instanceof Scores.Labels) {
            faults.add("results.segmentation cannot be fractional: the graph gives labels without scores");
        }
        return Optional.of(form);
    }

    private void same(JsonFields root, String field, String folderName) {
        if (!root.text(field).equals(folderName)) {
            faults.add(field + " is not the name of its folder, " + folderName);
        }
    }

    private List<Channel> channels(JsonFields root) {
        if (!root.has("channels")) {
            return List.of(new Channel("image", root.text("modality"), Map.of()));
        }
        List<Channel> channels = new ArrayList<>();
        for (JsonFields channel : root.objects("channels")) {
            channels.add(new Channel(channel.text("name"), channel.text("modality"), match(channel)));
        }
        if (channels.isEmpty()) {
            faults.add("channels is empty");
            channels.add(new Channel("image", "CT", Map.of()));
        }
        return channels;
    }

    private Map<String, String> match(JsonFields channel) {
        return channel.has("match")
                ? ChannelRules.read(channel.object("match").node(), channel.path() + "match", faults)
                : Map.of();
    }

    private List<Graph> graphs(JsonFields root) throws IOException {
        List<JsonFields> described = root.has("graphs") ? root.objects("graphs") : List.of(root.object("graph"));
        List<Graph> graphs = new ArrayList<>();
        for (JsonFields graph : described) {
            graphs.add(graph(graph));
        }
        if (graphs.isEmpty()) {
            faults.add("graphs is empty");
        }
        return graphs;
    }

    private Graph graph(JsonFields graph) throws IOException {
        Path file = files.folder.resolve(graph.text("file")).normalize();
        String sha256 = graph.text("sha256");
        String input = graph.text("input");
        String output = graph.text("output");
        if (!file.startsWith(files.folder) || !Files.isRegularFile(file)) {
            faults.add(graph.path() + "file is no file in its folder");
            return new Graph(file, sha256, input, output);
        }
        Graph found = files.graph(file, input, output);
        check(graph.path() + "sha256", sha256, file);
        for (Path weights : found.externalData()) {
            String name = file.getParent().relativize(weights).toString();
            check(
                    graph.path() + "externalData." + name,
                    graph.node().path("externalData").path(name).asText(),
                    weights);
        }
        return found;
    }

    private void check(String field, String sha256, Path file) throws IOException {
        String found = files.digest(file);
        if (!sha256.equals(found)) {
            faults.add(field + " is not that of " + file.getFileName() + ", which is " + found);
        }
    }

    /** A graph that gives labels is shown whole slices. */
    private static Tiling slices(JsonFields graph) {
        int slices = graph.integer("patchSlices", 1, MOST);
        return new Tiling(
                List.of(slices, 0, 0), 0, Blending.CONSTANT, Steps.LAST_MOVED, Tiling.Padding.ZERO, 1, List.of());
    }

    private Tiling tiling(JsonFields window) {
        int[] size = window.integers("size", 3, 0, MOST);
        return new Tiling(
                List.of(size[0], size[1], size[2]),
                window.number("overlap", 0, 0.95),
                window.choice("blending", Blending.class, Blending.GAUSSIAN),
                window.choice("steps", Steps.class, Steps.LAST_MOVED),
                window.choice("padding", Tiling.Padding.class, Tiling.Padding.ZERO),
                window.has("batch") ? window.integer("batch", 1, 64) : 1,
                window.has("mirrorAxes") ? window.integers("mirrorAxes", 0, 2) : List.of());
    }

    private Scores scores(JsonFields scores, List<Label> labels) {
        List<Integer> numbers =
                scores.has("numbers") ? scores.integers("numbers", 0, LabelNumbers.MOST) : defaultNumbers(labels);
        String kind = scores.text("kind");
        if (kind.equals("exclusive")) {
            return new Scores.Exclusive(numbers, scores.flag("softmax", true));
        }
        if (!kind.equals("overlapping")) {
            faults.add("scores.kind must be exclusive or overlapping");
        }
        if (numbers.size() > Scores.Overlapping.MOST) {
            faults.add("more than " + Scores.Overlapping.MOST + " overlapping labels are not supported");
        }
        List<Integer> order = new ArrayList<>();
        for (int channel = 0; channel < numbers.size(); channel++) {
            order.add(channel);
        }
        return new Scores.Overlapping(
                numbers,
                scores.has("paintOrder") ? scores.integers("paintOrder", 0, 7) : order,
                scores.flag("sigmoid", true),
                true,
                scores.has("threshold") ? scores.number("threshold", 0.001, 0.999) : 0.5,
                true);
    }

    private static List<Integer> defaultNumbers(List<Label> labels) {
        List<Integer> numbers = new ArrayList<>(List.of(0));
        labels.forEach(label -> numbers.add(label.number()));
        return numbers;
    }

    private List<Label> labels(List<JsonFields> described) {
        List<Label> labels = new ArrayList<>();
        for (JsonFields label : described) {
            labels.add(label(label, label.integer("number", 1, LabelNumbers.MOST)));
        }
        labels.sort(Comparator.comparingInt(Label::number));
        return labels;
    }

    private Label label(JsonFields label, int number) {
        if (!label.has("type")) {
            return files.label(number, label.text("name"));
        }
        int[] colour = label.integers("colour", 3, 0, 255);
        return new Label(
                number,
                label.text("name"),
                coding(label.object("category")),
                coding(label.object("type")),
                optional(label, "side"),
                optional(label, "region"),
                new Rgb(colour[0], colour[1], colour[2]));
    }

    private static Optional<Coding> optional(JsonFields label, String field) {
        return label.has(field) ? Optional.of(coding(label.object(field))) : Optional.empty();
    }

    private static Coding coding(JsonFields code) {
        return new Coding(code.text("value"), code.text("scheme"), code.text("meaning"));
    }

    /** The labels of a package of another form: their codes from {@code labels.json} where that has them. */
    static Label label(PackageFiles files, JsonNode codes, int number, String name) {
        JsonNode own = codes.path(name);
        if (!own.isObject()) {
            return files.label(number, name);
        }
        var fields = new JsonFields("labels.json " + name + ".", own, files.faults);
        int[] colour = fields.integers("colour", 3, 0, 255);
        return new Label(
                number,
                name,
                coding(fields.object("category")),
                coding(fields.object("type")),
                optional(fields, "side"),
                optional(fields, "region"),
                new Rgb(colour[0], colour[1], colour[2]));
    }
}

package org.voxrelay.inference.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.voxrelay.inference.model.Label.Rgb;
import org.voxrelay.inference.model.ModelPackage.Algorithm;
import org.voxrelay.inference.model.ModelPackage.Graph;

/** Reads one {@code model.json} and gathers all its faults before it complains. */
final class ModelReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String name;
    private final String version;
    private final List<String> faults = new ArrayList<>();

    ModelReader(Path folder, String name, String version) {
        this.folder = folder;
        this.name = name;
        this.version = version;
    }

    ModelPackage read(Path description) throws IOException, UnusableModelException {
        ModelPackage model = model(new JsonFields("", parse(description), faults));
        if (!faults.isEmpty()) {
            throw unusable();
        }
        return model;
    }

    private JsonNode parse(Path description) throws IOException, UnusableModelException {
        try (InputStream stream = Files.newInputStream(description)) {
            return JSON.readTree(stream);
        } catch (JsonProcessingException e) {
            faults.add("model.json is not JSON (line " + e.getLocation().getLineNr() + ")");
            throw unusable();
        }
    }

    private UnusableModelException unusable() {
        return new UnusableModelException("Model " + name + " version " + version, faults);
    }

    private ModelPackage model(JsonFields root) throws IOException {
        same(root, "name", name);
        same(root, "version", version);
        JsonFields algorithm = root.object("algorithm");
        return new ModelPackage(
                name,
                version,
                root.text("modality"),
                new Algorithm(
                        algorithm.text("manufacturer"),
                        algorithm.text("description"),
                        algorithm.text("licence"),
                        algorithm.text("intendedUse")),
                graph(root.object("graph")),
                root.integer("minimumSlices", 1, 10_000),
                labels(root.objects("labels")),
                root.objects("postProcess").stream().map(this::step).toList());
    }

    private void same(JsonFields root, String field, String folderName) {
        if (!root.text(field).equals(folderName)) {
            faults.add(field + " is not the name of its folder, " + folderName);
        }
    }

    private Graph graph(JsonFields graph) throws IOException {
        Path file = folder.resolve(graph.text("file")).normalize();
        String sha256 = graph.text("sha256");
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            faults.add("graph.file is no file in its folder");
        } else if (!sha256.equals(sha256(file))) {
            faults.add("graph.sha256 is not that of " + file.getFileName() + ", which is " + sha256(file));
        }
        return new Graph(
                file, sha256, graph.text("input"), graph.text("output"), graph.integer("patchSlices", 1, 10_000));
    }

    private List<Label> labels(List<JsonFields> described) {
        Set<Integer> numbers = new HashSet<>();
        List<Label> labels = new ArrayList<>();
        for (JsonFields label : described) {
            int number = label.integer("number", 1, 255);
            if (!numbers.add(number)) {
                faults.add("two labels have the number " + number);
            }
            labels.add(new Label(
                    number,
                    label.text("name"),
                    coding(label.object("category")),
                    coding(label.object("type")),
                    colour(label.integers("colour", 3, 0, 255))));
        }
        if (labels.isEmpty()) {
            faults.add("labels is empty");
        }
        labels.sort(Comparator.comparingInt(Label::number));
        return labels;
    }

    private static Coding coding(JsonFields code) {
        return new Coding(code.text("value"), code.text("scheme"), code.text("meaning"));
    }

    private static Rgb colour(int[] parts) {
        return new Rgb(parts[0], parts[1], parts[2]);
    }

    private PostProcess step(JsonFields step) {
        String kind = step.text("step");
        if (!kind.equals("keepBody")) {
            faults.add("there is no post-processing step '" + kind + "'");
        }
        return new PostProcess.KeepBody(
                step.number("aboveHu", -2000, 4000),
                step.number("edgeHu", -2000, 4000),
                step.number("partMm", 0, 50),
                step.number("restoreMm", 0, 50));
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            DigestInputStream digested = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"));
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

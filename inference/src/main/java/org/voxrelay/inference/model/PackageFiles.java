package org.voxrelay.inference.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.voxrelay.inference.model.ModelPackage.Algorithm;

/** The files of one package and the faults found in them. */
final class PackageFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final long MAX_JSON_BYTES = 16 << 20;
    private static final int BUFFER = 1 << 16;

    final Path folder;
    final String name;
    final String version;
    final List<String> faults = new ArrayList<>();
    private final MessageDigest all = sha256();
    private final Map<Path, String> digests = new HashMap<>();

    PackageFiles(Path folder, String name, String version) {
        this.folder = folder;
        this.name = name;
        this.version = version;
    }

    boolean has(String file) {
        return Files.isRegularFile(folder.resolve(file));
    }

    JsonNode json(String file) throws IOException, UnusableModelException {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            faults.add(file + " is missing");
            return MissingNode.getInstance();
        }
        if (Files.size(path) > MAX_JSON_BYTES) {
            faults.add(file + " is longer than " + MAX_JSON_BYTES + " bytes");
            throw unusable();
        }
        byte[] bytes = Files.readAllBytes(path);
        all.update(bytes);
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            faults.add(file + " is not JSON (line " + e.getLocation().getLineNr() + ")");
            throw unusable();
        }
    }

    UnusableModelException unusable() {
        return new UnusableModelException("Model " + name + " version " + version, faults);
    }

    /** A graph that a description names, whose digest it need not know. */
    Graph graph(Path file, String input, String output) throws IOException {
        var weights = new TreeMap<String, Path>();
        for (String location : locations(file)) {
            place(file, location)
                    .ifPresentOrElse(
                            place -> weights.put(location, place),
                            () -> faults.add(file.getFileName() + " keeps weights in '"
                                    + location.replaceAll("\\p{Cntrl}", " ")
                                    + "', which is no file of the package"));
        }
        String digest = digest(file);
        if (!weights.isEmpty()) {
            digest = digest(digest, weights);
        }
        all.update(digest.getBytes(StandardCharsets.US_ASCII));
        return new Graph(file, digest, input, output, List.copyOf(weights.values()));
    }

    private Set<String> locations(Path onnx) {
        try {
            return ExternalData.of(onnx);
        } catch (InvalidProtocolBufferException e) {
            faults.add(onnx.getFileName() + " is cut off, damaged, or no ONNX file");
            return Set.of();
        } catch (IOException e) {
            faults.add(onnx.getFileName() + " cannot be read: " + e.getMessage());
            return Set.of();
        }
    }

    /** The file that a location means; none outside the package. */
    private Optional<Path> place(Path onnx, String location) throws IOException {
        try {
            Path place = onnx.resolveSibling(location);
            boolean own = !Path.of(location).isAbsolute()
                    && Files.isRegularFile(place)
                    && place.toRealPath().startsWith(folder.toRealPath());
            return own ? Optional.of(place.normalize()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Of an ONNX file with its weights. */
    private String digest(String onnx, SortedMap<String, Path> weights) throws IOException {
        MessageDigest digest = sha256();
        digest.update(onnx.getBytes(StandardCharsets.US_ASCII));
        for (Map.Entry<String, Path> file : weights.entrySet()) {
            digest.update((" " + digest(file.getValue()) + " " + file.getKey()).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** All ONNX files below the folder, in the order of their paths. */
    List<Path> onnxFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
    }

    /** Of everything that was read. */
    String digestOfAll() throws IOException {
        try {
            return HexFormat.of().formatHex(((MessageDigest) all.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's digests can be cloned", e);
        }
    }

    /** SHA-256 of a file, which is read once only. */
    String digest(Path file) throws IOException {
        String known = digests.get(file);
        if (known == null) {
            known = digestOf(file);
            digests.put(file, known);
        }
        return known;
    }

    private static String digestOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The label's meaning by the table of names; a fault if it has none. */
    Label label(int number, String labelName) {
        return LabelTable.find(number, labelName).orElseGet(() -> {
            faults.add("label '" + labelName + "' has no known meaning; give it codes in labels.json, as " + "{\""
                    + labelName + "\": {\"category\": {...}, \"type\": {...}, \"colour\": [...]}}");
            return LabelTable.find(number, "body").orElseThrow();
        });
    }

    Algorithm algorithm(JsonNode described, String licence) {
        return new Algorithm(
                described.path("authors").asText("unknown"),
                described.path("description").asText(described.path("task").asText(name)),
                described.path("copyright").asText(licence),
                described.path("intended_use").asText("Research. Not for diagnosis."));
    }
}

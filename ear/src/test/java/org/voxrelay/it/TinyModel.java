package org.voxrelay.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A model package made in the test, as a zip: bone by a threshold. */
final class TinyModel {
    private static final String DESCRIPTION = """
            {"name": "%s", "version": "%s", "modality": "CT",
             "algorithm": {"manufacturer": "Voxrelay", "description": "Above a threshold", "licence": "Apache-2.0",
                           "intendedUse": "Tests. Not for diagnosis."},
             "graph": {"file": "model.onnx", "sha256": "%s", "input": "image", "output": "label", "patchSlices": 8},
             "minimumSlices": 1, "postProcess": [],
             "labels": [{"number": 1, "name": "Bone", "colour": [240, 235, 215],
                         "category": {"value": "85756007", "scheme": "SCT", "meaning": "Tissue"},
                         "type": {"value": "3138006", "scheme": "SCT", "meaning": "Bone"}}]}
            """;

    private TinyModel() {}

    static byte[] zip(String name, String version, TinyGraph graph) {
        byte[] onnx = graph.bytes();
        return zip(description(name, version, onnx), onnx);
    }

    static byte[] zip(String description, byte[] onnx) {
        return zip(Map.of("model.json", description.getBytes(StandardCharsets.UTF_8), "model.onnx", onnx));
    }

    static String description(String name, String version, byte[] onnx) {
        return String.format(DESCRIPTION, name, version, sha256(onnx));
    }

    static byte[] zip(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package org.voxrelay.inference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.voxrelay.inference.onnx.OnnxModel;
import org.voxrelay.inference.onnx.OnnxNode;
import org.voxrelay.inference.onnx.OnnxNode.Attribute;

/** ONNX files of a few nodes, right or wrong, by the field numbers of onnx.proto; and a package around one. */
public final class TinyOnnx {
    /** Between the inputs that the classes of {@link #nearest} stand for. */
    public static final int STEP = 4;

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private final OnnxModel model = new OnnxModel(IR_VERSION, OPSET);

    /** @param output as the file declares it, be it true or not */
    public TinyOnnx(long[] input, long[] output) {
        model.input("input", input).output("output", output);
    }

    /** A ReLU of the input, as often as there are classes: from [1][1] to [1][classes]. */
    public static TinyOnnx relu(int classes, long[] size, long[] declaredOutput) {
        var onnx = new TinyOnnx(new long[] {1, 1, size[0], size[1], size[2]}, declaredOutput);
        onnx.node("Relu", List.of("input"), "positive");
        return onnx.node("Concat", Collections.nCopies(classes, "positive"), "output", Attribute.number("axis", 1));
    }

    /** The same, by way of a tensor that holds the input so many times. */
    public static TinyOnnx greedy(int classes, long[] size, long times) {
        long[] in = {1, 1, size[0], size[1], size[2]};
        var onnx = new TinyOnnx(in, new long[] {1, classes, size[0], size[1], size[2]});
        onnx.model.initializer("many", new long[] {times, 1, size[0], size[1], size[2]}, 5);
        onnx.node("Expand", List.of("input", "many"), "large");
        onnx.node("ReduceMax", List.of("large"), "small", Attribute.numbers("axes", 0));
        return onnx.node("Concat", Collections.nCopies(classes, "small"), "output", Attribute.number("axis", 1));
    }

    /**
     * Class c has the highest score where the input is nearest to {@link #STEP} x c. With whole numbers the scores are exact.
     *
     * @param classes with background
     */
    public static TinyOnnx nearest(int classes, long[] size) {
        var onnx = new TinyOnnx(
                new long[] {1, 1, size[0], size[1], size[2]}, new long[] {1, classes, size[0], size[1], size[2]});
        float[] slopes = new float[classes];
        float[] offsets = new float[classes];
        for (int c = 0; c < classes; c++) {
            slopes[c] = 2 * STEP * c;
            offsets[c] = -(float) (STEP * STEP) * c * c;
        }
        onnx.model.initializer("slopes", slopes, 1, classes, 1, 1, 1);
        onnx.model.initializer("offsets", offsets, 1, classes, 1, 1, 1);
        onnx.node("Mul", List.of("input", "slopes"), "product");
        return onnx.node("Add", List.of("product", "offsets"), "output");
    }

    /** What {@link #nearest} computes. @param in little-endian floats, as the scores are */
    public static byte[] nearestScores(byte[] in, int classes) {
        FloatBuffer samples = ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] scores = new float[classes * samples.capacity()];
        for (int i = 0; i < scores.length; i++) {
            float place = STEP * (i / samples.capacity());
            scores[i] = 2 * place * samples.get(i % samples.capacity()) - place * place;
        }
        return littleEndian(scores);
    }

    private TinyOnnx node(String operator, List<String> inputs, String output, Attribute... attributes) {
        model.add(OnnxNode.of(operator, inputs, output, attributes));
        return this;
    }

    /** As weights lie in a tensor or in a file beside it. */
    public static byte[] littleEndian(float... values) {
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return raw.array();
    }

    /**
     * Two classes, the scores of which are the input times a weight each. The weights are in another file.
     *
     * @param location as the ONNX file says it; two floats
     */
    public static TinyOnnx external(String location, long[] size) {
        var onnx = new TinyOnnx(
                new long[] {1, 1, size[0], size[1], size[2]}, new long[] {1, 2, size[0], size[1], size[2]});
        onnx.model.externalInitializer("slopes", location, 1, 2, 1, 1, 1);
        return onnx.node("Mul", List.of("input", "slopes"), "output");
    }

    public byte[] bytes() {
        return model.toByteArray();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** Writes {@code FOLDER/tiny/1}: two classes in windows of the size. */
    public void writePackage(Path folder, long[] size) throws IOException, NoSuchAlgorithmException {
        writePackage(folder, size, 1, "");
    }

    /**
     * The same with more labels.
     *
     * @param labels without background
     * @param preprocess steps as in {@code model.json}
     */
    public void writePackage(Path folder, long[] size, int labels, String preprocess)
            throws IOException, NoSuchAlgorithmException {
        Path version = Files.createDirectories(folder.resolve("tiny/1"));
        write(version.resolve("model.onnx"));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
        Files.writeString(
                version.resolve("model.json"),
                """
                {"name": "tiny", "version": "1", "modality": "CT",
                 "algorithm": {"manufacturer": "none", "description": "none", "licence": "none", "intendedUse": "tests"},
                 "graph": {"file": "model.onnx", "sha256": "%s", "input": "input", "output": "output"},
                 "preprocess": [%s],
                 "window": {"size": [%d, %d, %d], "overlap": 0.25, "blending": "constant"},
                 "scores": {"kind": "exclusive"}, "minimumSlices": 1,
                 "labels": [%s],
                 "postProcess": []}
                """.formatted(digest, preprocess, size[0], size[1], size[2], described(labels)),
                StandardCharsets.UTF_8);
    }

    private static String described(int labels) {
        return IntStream.rangeClosed(1, labels)
                .mapToObj(number -> """
                        {"number": %d, "name": "liver%s", "colour": [200, 100, 50],
                         "category": {"value": "123037004", "scheme": "SCT", "meaning": "Anatomical Structure"},
                         "type": {"value": "10200004", "scheme": "SCT", "meaning": "Liver"}}""".formatted(number, number == 1 ? "" : " " + number))
                .collect(Collectors.joining(", "));
    }
}

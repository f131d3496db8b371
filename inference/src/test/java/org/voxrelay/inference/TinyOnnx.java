package org.voxrelay.inference;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
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

/** ONNX files of a few nodes, right or wrong, by the field numbers of onnx.proto; and a package around one. */
public final class TinyOnnx {
    /** Between the inputs that the classes of {@link #nearest} stand for. */
    public static final int STEP = 4;

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int EXTERNAL = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final UnknownFieldSet.Builder graph = UnknownFieldSet.newBuilder();

    /** @param output as the file declares it, be it true or not */
    public TinyOnnx(long[] input, long[] output) {
        graph.addField(2, text("tiny"));
        graph.mergeField(11, message(value("input", input)));
        graph.mergeField(12, message(value("output", output)));
    }

    /** A ReLU of the input, as often as there are classes: from [1][1] to [1][classes]. */
    public static TinyOnnx relu(int classes, long[] size, long[] declaredOutput) {
        var onnx = new TinyOnnx(new long[] {1, 1, size[0], size[1], size[2]}, declaredOutput);
        onnx.node("Relu", List.of("input"), "positive");
        return onnx.node("Concat", Collections.nCopies(classes, "positive"), "output", number("axis", 1));
    }

    /** The same, by way of a tensor that holds the input so many times. */
    public static TinyOnnx greedy(int classes, long[] size, long times) {
        long[] in = {1, 1, size[0], size[1], size[2]};
        var onnx = new TinyOnnx(in, new long[] {1, classes, size[0], size[1], size[2]});
        onnx.constant("many", times, 1, size[0], size[1], size[2]);
        onnx.node("Expand", List.of("input", "many"), "large");
        onnx.node("ReduceMax", List.of("large"), "small", numbers("axes", 0));
        return onnx.node("Concat", Collections.nCopies(classes, "small"), "output", number("axis", 1));
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
        onnx.weights("slopes", slopes, 1, classes, 1, 1, 1);
        onnx.weights("offsets", offsets, 1, classes, 1, 1, 1);
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

    private record Attribute(UnknownFieldSet message) {}

    private static Attribute number(String name, long value) {
        return attribute(name, ATTRIBUTE_INT, 3, varints(value));
    }

    private static Attribute numbers(String name, long... values) {
        return attribute(name, ATTRIBUTE_INTS, 8, varints(values));
    }

    private static Attribute attribute(String name, int type, int field, Field value) {
        return new Attribute(UnknownFieldSet.newBuilder()
                .addField(1, text(name))
                .addField(field, value)
                .addField(20, varints(type))
                .build());
    }

    private TinyOnnx node(String operator, List<String> inputs, String output, Attribute... attributes) {
        UnknownFieldSet.Builder node = UnknownFieldSet.newBuilder();
        inputs.forEach(input -> node.mergeField(1, text(input)));
        node.addField(2, text(output)).addField(4, text(operator));
        for (Attribute attribute : attributes) {
            node.mergeField(5, message(attribute.message()));
        }
        graph.mergeField(1, message(node.build()));
        return this;
    }

    private void constant(String name, long... values) {
        UnknownFieldSet tensor = UnknownFieldSet.newBuilder()
                .addField(1, varints(values.length))
                .addField(2, varints(INT64))
                .addField(7, varints(values))
                .addField(8, text(name))
                .build();
        graph.mergeField(5, message(tensor));
    }

    private void weights(String name, float[] values, long... shape) {
        Field raw = Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(littleEndian(values)))
                .build();
        graph.mergeField(5, message(tensor(name, shape).addField(9, raw).build()));
    }

    private static UnknownFieldSet.Builder tensor(String name, long... shape) {
        return UnknownFieldSet.newBuilder()
                .addField(1, varints(shape))
                .addField(2, varints(FLOAT))
                .addField(8, text(name));
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
        UnknownFieldSet entry = UnknownFieldSet.newBuilder()
                .addField(1, text("location"))
                .addField(2, text(location))
                .build();
        UnknownFieldSet tensor = tensor("slopes", 1, 2, 1, 1, 1)
                .addField(13, message(entry))
                .addField(14, varints(EXTERNAL))
                .build();
        onnx.graph.mergeField(5, message(tensor));
        return onnx.node("Mul", List.of("input", "slopes"), "output");
    }

    private static UnknownFieldSet value(String name, long[] shape) {
        UnknownFieldSet.Builder sizes = UnknownFieldSet.newBuilder();
        for (long size : shape) {
            sizes.mergeField(1, message(only(1, varints(size))));
        }
        UnknownFieldSet tensor = UnknownFieldSet.newBuilder()
                .addField(1, varints(FLOAT))
                .addField(2, message(sizes.build()))
                .build();
        return UnknownFieldSet.newBuilder()
                .addField(1, text(name))
                .addField(2, message(only(1, message(tensor))))
                .build();
    }

    private static UnknownFieldSet only(int number, Field field) {
        return UnknownFieldSet.newBuilder().addField(number, field).build();
    }

    private static Field text(String text) {
        return Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(text))
                .build();
    }

    private static Field message(UnknownFieldSet message) {
        return Field.newBuilder().addLengthDelimited(message.toByteString()).build();
    }

    private static Field varints(long... values) {
        Field.Builder field = Field.newBuilder();
        for (long value : values) {
            field.addVarint(value);
        }
        return field.build();
    }

    public byte[] bytes() {
        return UnknownFieldSet.newBuilder()
                .addField(1, varints(8))
                .addField(7, message(graph.build()))
                .addField(8, message(only(2, varints(17))))
                .build()
                .toByteArray();
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

package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.TinyOnnx;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.inference.onnx.OnnxModel;
import org.voxrelay.inference.onnx.OnnxNode;
import org.voxrelay.inference.onnx.OnnxNode.Attribute;

/** Held against ONNX Runtime's own convolutions of volumes. */
class FlatConvolutionsTest {
    private static final long[] WINDOW = {1, 16, 5, 6, 7};
    private static final int CHANNELS = 16;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvSource({
        "3, 16, 5, 6, 7, true", "3, 32, 5, 6, 7, false", "1, 16, 5, 6, 7, true", "1, 32, 7, 5, 6, false",
        "3, 16, 1, 9, 3, true", "3, 16, 4, 1, 8, true", "3, 16, 4, 8, 1, true", "3, 16, 1, 1, 1, true",
        "1, 16, 1, 1, 1, true", "3, 48, 20, 19, 18, true"
    })
    void theSumsAreTheSame(int slices, int channelsOut, int n0, int n1, int n2, boolean bias) throws Exception {
        long[] window = {1, CHANNELS, n0, n1, n2};
        OnnxModel model = model(window, channelsOut, n0, n1, n2);
        convolution(model, "input", "output", slices, channelsOut, bias);
        OnnxModel flat = flat(model, window).orElseThrow();
        assertThat(convolutionsOfVolumes(flat)).isZero();
        assertSame(computed(flat, window), computed(model, window));
    }

    /** One after the other, beside one that stays, of sizes that the graph itself works out. */
    @Test
    void aNetworkGivesTheSame() throws Exception {
        long[] window = {1, 16, 8, 10, 12};
        OnnxModel model = model(window, 16, 8, 10, 12);
        convolution(model, "input", "a", 3, 32, true);
        model.add(OnnxNode.of("Relu", List.of("a"), "b"));
        model.add(OnnxNode.of(
                "MaxPool",
                List.of("b"),
                "c",
                Attribute.numbers("kernel_shape", 2, 2, 2),
                Attribute.numbers("strides", 2, 2, 2)));
        convolution(model, "c", "d", 3, 32, 32, true);
        model.initializer("twice", new float[] {1, 1, 2, 2, 2}, 5);
        model.add(OnnxNode.of("Resize", List.of("d", "", "twice"), "e"));
        model.add(OnnxNode.of("Add", List.of("e", "a"), "f"));
        convolution(model, "f", "g", 1, 32, 16, false);
        strided(model, "g", "h");
        model.initializer("again", new float[] {1, 1, 2, 2, 2}, 5);
        model.add(OnnxNode.of("Resize", List.of("h", "", "again"), "output"));
        OnnxModel flat = flat(model, window).orElseThrow();
        assertThat(convolutionsOfVolumes(model)).isEqualTo(4);
        assertThat(convolutionsOfVolumes(flat)).isOne();
        assertSame(computed(flat, window), computed(model, window));
    }

    /** What a kernel of another kind would need is not built, so these stay. */
    @Test
    void othersStayAsTheyAre() throws Exception {
        assertStays(List.of(CHANNELS, 16, 5, 5, 5), Attribute.numbers("pads", 2, 2, 2, 2, 2, 2));
        assertStays(List.of(CHANNELS, 16, 3, 3, 3), Attribute.numbers("pads", 0, 0, 0, 0, 0, 0));
        assertStays(List.of(CHANNELS, 16, 3, 3, 3), pads(), Attribute.numbers("strides", 2, 2, 2));
        assertStays(List.of(CHANNELS, 16, 3, 3, 3), pads(), Attribute.numbers("dilations", 1, 1, 2));
        assertStays(List.of(CHANNELS, 1, 3, 3, 3), pads(), Attribute.number("group", 16));
        assertStays(List.of(24, 16, 3, 3, 3), pads());
        assertStays(List.of(CHANNELS, 24, 3, 3, 3), pads());
        assertStays(List.of(CHANNELS, 16, 3, 3, 1), Attribute.numbers("pads", 1, 1, 0, 1, 1, 0));
        assertStays(List.of(CHANNELS, 16, 3, 3, 3), Attribute.number("auto_pad", 0));
        assertStays(List.of(CHANNELS, 16, 3, 3), Attribute.numbers("pads", 1, 1, 1, 1));
    }

    private void assertStays(List<Integer> weights, Attribute... attributes) throws Exception {
        long[] shape = weights.stream().mapToLong(Integer::longValue).toArray();
        OnnxModel model = new OnnxModel(8, 17).input("input", WINDOW);
        model.initializer("weights", numbers(shape), shape);
        model.add(OnnxNode.of("Conv", List.of("input", "weights"), "output", attributes));
        assertThat(new FlatConvolutions(model).flat((of, values) -> {
                    throw new AssertionError("nothing has to be asked");
                }))
                .isEmpty();
    }

    /** In older files initializers are inputs, too, and whoever runs the graph may give others. */
    @Test
    void weightsThatAreInputsStay() throws Exception {
        OnnxModel model = model(WINDOW, 16, 5, 6, 7).input("output/weights", 16, 16, 3, 3, 3);
        convolution(model, "input", "output", 3, 16, false);
        assertThat(flat(model, WINDOW)).isEmpty();
    }

    /** How often the input is repeated stands in the input. */
    @Test
    void aShapeThatIsNotKnownBeforehandIsSaid() throws Exception {
        OnnxModel model = model(WINDOW, 16, 5, 6, 7);
        model.add(OnnxNode.of("ReduceMax", List.of("input"), "most", Attribute.number("keepdims", 0)));
        model.add(OnnxNode.of("Cast", List.of("most"), "whole", Attribute.number("to", 7)));
        model.initializer("one", new long[] {1}, 1);
        model.add(OnnxNode.of("Reshape", List.of("whole", "one"), "times"));
        model.add(OnnxNode.of(
                "Concat", List.of("one", "one", "one", "one", "times"), "repeats", Attribute.number("axis", 0)));
        model.add(OnnxNode.of("Tile", List.of("input", "repeats"), "repeated"));
        convolution(model, "repeated", "output", 3, 16, false);
        assertThatThrownBy(() -> flat(model, WINDOW))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("The shapes in the graph are not known beforehand");
    }

    @Test
    void aSessionIsFlatForWhatItIsPreparedForAndRightForAll(@TempDir Path folder) throws Exception {
        OnnxModel model =
                new OnnxModel(8, 17).input("input", -1, 16, -2, -3, -4).output("output", -1, 16, -2, -3, -4);
        convolution(model, "input", "output", 3, 16, true);
        Graph graph = new Graph(Files.write(folder.resolve("model.onnx"), model.toByteArray()), "any", "", "");
        var engine = new OnnxEngine(1);
        assertThat(engine.loadFlat(graph, WINDOW).map(FlatConvolutionsTest::closed))
                .isEqualTo(Processor.has("avx512f") ? Optional.of("flat") : Optional.empty());
        try (EngineSession session = engine.load(graph, Precision.SINGLE)) {
            for (long[] shape : List.of(
                    WINDOW, new long[] {2, 16, 5, 6, 7}, new long[] {1, 16, 4, 4, 4}, WINDOW, new long[] {1, 16, 2, 3, 4
                    })) {
                session.prepare(WINDOW, Progress.NONE);
                assertSame(run(session, shape), computed(model, shape));
            }
            session.prepare(new long[] {4, 16, 4, 4, 4}, Progress.NONE);
            assertSame(run(session, 1, 16, 4, 4, 4), computed(model, 1, 16, 4, 4, 4));
            assertSame(run(session, WINDOW), computed(model, WINDOW));
        }
    }

    @Test
    void weightsMayBeInAnotherFile(@TempDir Path folder) throws Exception {
        long[] shape = {16, 16, 3, 3, 3};
        float[] weights = numbers(shape);
        OnnxModel here = model(WINDOW, 16, 5, 6, 7).initializer("weights", weights, shape);
        OnnxModel there = model(WINDOW, 16, 5, 6, 7).externalInitializer("weights", "weights.bin", shape);
        OnnxNode node = OnnxNode.of("Conv", List.of("input", "weights"), "output", pads());
        Path file = Files.write(folder.resolve("weights.bin"), TinyOnnx.littleEndian(weights));
        Path onnx = Files.write(folder.resolve("model.onnx"), there.add(node).toByteArray());
        Graph graph = new Graph(onnx, "any", "input", "output", List.of(file));
        try (EngineSession session = new OnnxEngine(1).load(graph, Precision.SINGLE)) {
            session.prepare(WINDOW, Progress.NONE);
            assertSame(run(session, WINDOW), computed(here.add(node), WINDOW));
        }
    }

    private static String closed(OnnxSession session) {
        session.close();
        return "flat";
    }

    private OnnxModel model(long[] window, long... output) {
        return new OnnxModel(8, 17)
                .input("input", window)
                .output("output", 1, output[0], output[1], output[2], output[3]);
    }

    private static Attribute pads() {
        return Attribute.numbers("pads", 1, 1, 1, 1, 1, 1);
    }

    private void convolution(OnnxModel model, String input, String output, int slices, int channels, boolean bias) {
        convolution(model, input, output, slices, CHANNELS, channels, bias);
    }

    private void convolution(
            OnnxModel model, String input, String output, int slices, int channelsIn, int channels, boolean bias) {
        List<String> inputs =
                new ArrayList<>(List.of(input, weights(model, output, channels, channelsIn, slices, 3, 3)));
        if (bias) {
            model.initializer(output + "/bias", numbers(channels), channels);
            inputs.add(output + "/bias");
        }
        int pad = slices / 2;
        model.add(OnnxNode.of("Conv", inputs, output, Attribute.numbers("pads", pad, 1, 1, pad, 1, 1)));
    }

    private void strided(OnnxModel model, String input, String output) {
        String weights = weights(model, output, 16, 16, 3, 3, 3);
        model.add(OnnxNode.of("Conv", List.of(input, weights), output, pads(), Attribute.numbers("strides", 2, 2, 2)));
    }

    private String weights(OnnxModel model, String of, long... shape) {
        model.initializer(of + "/weights", numbers(shape), shape);
        return of + "/weights";
    }

    private float[] numbers(long... shape) {
        float[] numbers = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 0.05f * (float) random.nextGaussian();
        }
        return numbers;
    }

    private Optional<OnnxModel> flat(OnnxModel model, long[] window) throws Exception {
        try (var options = new OrtSession.SessionOptions()) {
            return new FlatConvolutions(model).flat(new OnnxShapes(environment, options, "input", window));
        }
    }

    /** By their padding, which has six sides. */
    private static long convolutionsOfVolumes(OnnxModel model) throws Exception {
        long count = 0;
        for (OnnxNode node : model.nodes()) {
            count += node.is("Conv") && node.numbers("pads").length == 6 ? 1 : 0;
        }
        return count;
    }

    private float[] computed(OnnxModel model, long... shape) throws OrtException {
        try (OrtSession session = environment.createSession(model.toByteArray());
                OnnxTensor input = OnnxTensor.createTensor(environment, input(shape), shape);
                OrtSession.Result result = session.run(Map.of("input", input))) {
            return floats(((OnnxTensor) result.get(0)).getFloatBuffer());
        }
    }

    private static float[] run(EngineSession session, long... shape) throws InferenceException {
        FloatBuffer output = buffer(shape); // as many channels come out as go in
        session.run(new Tensor(input(shape), shape), new Tensor(output, shape));
        return floats(output);
    }

    private static FloatBuffer input(long... shape) {
        FloatBuffer input = buffer(shape);
        var numbers = new Random(Arrays.hashCode(shape));
        for (int i = 0; i < input.capacity(); i++) {
            input.put(i, (float) numbers.nextGaussian());
        }
        return input;
    }

    private static FloatBuffer buffer(long... shape) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        return ByteBuffer.allocateDirect(Float.BYTES * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] floats = new float[buffer.capacity()];
        buffer.get(0, floats);
        return floats;
    }

    /** Values are about 1; each is a sum of some hundred products. */
    private static void assertSame(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }
}

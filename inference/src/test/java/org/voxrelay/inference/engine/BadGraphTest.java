package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Peer;
import org.voxrelay.inference.TinyOnnx;
import org.voxrelay.inference.model.Graph;

/** Graphs that are not what they say, on each engine of this machine: a sentence, and the engine goes on. */
class BadGraphTest {
    private static final long[] SIZE = {4, 4, 4};
    private static final int VOXELS = 64;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ONNX Runtime", "OpenVINO"})
    void anUnknownOperatorIsNamed(String name) throws Exception {
        Engine engine = engine(name);
        String onnx = new String(TinyOnnx.relu(2, SIZE, scores(2)).bytes(), StandardCharsets.ISO_8859_1);
        Path file = Files.write(
                folder.resolve("model.onnx"), onnx.replace("Relu", "Rexu").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> engine.load(new Graph(file, "unknown", "", ""), Precision.SINGLE))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("The model's graph cannot be loaded")
                .hasMessageContaining("Rexu");
        goesOn(engine);
    }

    /** The file says three classes and computes two; the package believes the file. */
    @ParameterizedTest
    @ValueSource(strings = {"ONNX Runtime", "OpenVINO"})
    void anOnnxThatLiesAboutItsOutputIsRefused(String name) throws Exception {
        Engine engine = engine(name);
        Path file = TinyOnnx.relu(2, SIZE, scores(3)).write(folder.resolve("model.onnx"));
        assertThatThrownBy(() -> run(engine, file, 3)).isInstanceOf(InferenceException.class);
        goesOn(engine);
    }

    /** The package says more classes than the network has, or fewer: nothing is written beside the buffer. */
    @ParameterizedTest
    @ValueSource(strings = {"ONNX Runtime", "OpenVINO"})
    void aPackageThatLiesAboutTheOutputIsRefused(String name) throws Exception {
        Engine engine = engine(name);
        Path file = TinyOnnx.relu(2, SIZE, scores(2)).write(folder.resolve("model.onnx"));
        for (int classes : List.of(1, 3)) {
            assertThatThrownBy(() -> run(engine, file, classes)).isInstanceOf(InferenceException.class);
        }
        goesOn(engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ONNX Runtime", "OpenVINO"})
    void aFileThatIsCutOffIsRefused(String name) throws Exception {
        Engine engine = engine(name);
        byte[] whole = TinyOnnx.relu(2, SIZE, scores(2)).bytes();
        for (int length : List.of(0, 1, whole.length / 2, whole.length - 1)) {
            Path file = Files.write(folder.resolve("model.onnx"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> run(engine, file, 2)).isInstanceOf(InferenceException.class);
        }
        goesOn(engine);
    }

    @Test
    void whatNoEngineKnowsIsSaidOnce() throws Exception {
        var auto = new AutoEngine(
                List.of(new OnnxEngine(1), new OnnxEngine(2)), new EngineMemory(folder.resolve("engines")));
        Path file = Files.writeString(folder.resolve("model.onnx"), "no graph");
        assertThatThrownBy(() -> auto.load(new Graph(file, "none", "", ""), Precision.SINGLE))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("The model's graph cannot be loaded");
    }

    private void goesOn(Engine engine) throws Exception {
        Path file = TinyOnnx.relu(2, SIZE, scores(2)).write(folder.resolve("good.onnx"));
        FloatBuffer scores = run(engine, file, 2);
        assertThat(scores.get(VOXELS + 5)).isEqualTo(5);
    }

    private static FloatBuffer run(Engine engine, Path file, int classes) throws InferenceException {
        FloatBuffer input = floats(VOXELS);
        for (int i = 0; i < VOXELS; i++) {
            input.put(i, i);
        }
        FloatBuffer output = floats(classes * VOXELS);
        try (EngineSession session = engine.load(new Graph(file, file + "" + classes, "", ""), Precision.SINGLE)) {
            session.run(Tensor.of(input, 1, 1, 4, 4, 4), Tensor.of(output, scores(classes)));
        }
        return output;
    }

    private static Engine engine(String name) {
        return name.equals("OpenVINO")
                ? Peer.required(OpenVinoEngine.find(Peer.openVino(), 1), "OpenVINO (VOXRELAY_OPENVINO)")
                : new OnnxEngine(1);
    }

    private static long[] scores(int classes) {
        return new long[] {1, classes, SIZE[0], SIZE[1], SIZE[2]};
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

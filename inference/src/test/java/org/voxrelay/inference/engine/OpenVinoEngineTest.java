package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.CtTissue;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Peer;
import org.voxrelay.inference.model.Graph;

/** Uses the real library: VOXRELAY_OPENVINO names its folder, as ./test sets it. */
class OpenVinoEngineTest {
    private static final Path SMALL = Path.of("src/test/resources/exactness/monai-softmax/model/1/models/model.onnx");
    private static final long[] IN = {1, 1, 12, 16, 12};
    private static final long[] OUT = {1, 3, 12, 16, 12};
    private final Graph graph = new Graph(SMALL.toAbsolutePath(), "small", "", "");

    @TempDir
    Path folder;

    @Test
    void whereThereIsNoLibraryThereIsNoEngine() {
        assertThat(OpenVinoEngine.find(Optional.of(folder), 1)).isEmpty();
    }

    @Test
    void scoresAreThoseOfOnnxRuntime() throws Exception {
        FloatBuffer input = input();
        FloatBuffer ours = run(openVino(), graph, input);
        FloatBuffer theirs = run(new OnnxEngine(1), graph, input);
        for (int i = 0; i < ours.capacity(); i++) {
            assertThat(ours.get(i)).isCloseTo(theirs.get(i), org.assertj.core.data.Offset.offset(1e-4f));
        }
    }

    @Test
    void namesOfInputsAndOutputsAreUsed() throws Exception {
        OpenVinoEngine engine = openVino();
        FloatBuffer input = input();
        Graph named = new Graph(graph.file(), "small", "input", "output");
        assertThat(run(engine, named, input)).isEqualTo(run(engine, graph, input));
        Graph wrong = new Graph(graph.file(), "small", "picture", "output");
        assertThatThrownBy(() -> run(engine, wrong, input)).isInstanceOf(InferenceException.class);
    }

    @Test
    void otherShapesAndFilesThatAreNoGraphsAreRefused() throws Exception {
        OpenVinoEngine engine = openVino();
        try (EngineSession session = engine.load(graph, Precision.SINGLE)) {
            assertThatThrownBy(() -> session.run(
                            Tensor.of(buffer(12 * 12 * 12), 1, 1, 12, 12, 12),
                            Tensor.of(buffer(3 * 1728), 1, 3, 12, 12, 12)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageStartingWith("The engine failed");
        }
        Path file = Files.writeString(folder.resolve("model.onnx"), "no graph");
        assertThatThrownBy(() -> engine.load(new Graph(file, "", "", ""), Precision.SINGLE))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("The model's graph cannot be loaded");
    }

    @Test
    void theFasterEngineIsChosenOnceAndRemembered() throws Exception {
        var memory = new EngineMemory(folder.resolve("engines"));
        var engine = new AutoEngine(List.of(new OnnxEngine(1), openVino()), memory);
        FloatBuffer input = input();
        FloatBuffer first = run(engine, graph, input);
        assertThat(memory.all()).hasSize(1);
        EngineMemory.Choice choice = memory.all().get("small SINGLE");
        assertThat(choice.reason()).contains("OpenVINO").contains("ONNX Runtime");
        var restarted = new EngineMemory(folder.resolve("engines"));
        assertThat(restarted.choice("small SINGLE")).contains(choice);
        FloatBuffer second = run(new AutoEngine(List.of(new OnnxEngine(1), openVino()), restarted), graph, input);
        assertThat(second.get(7)).isCloseTo(first.get(7), org.assertj.core.data.Offset.offset(1e-4f));
    }

    @Test
    void aGraphThatOnlyOneEngineKnowsIsComputedByThat() throws Exception {
        var memory = new EngineMemory(folder.resolve("engines"));
        var engine = new AutoEngine(List.of(new OnnxEngine(1), openVino()), memory);
        Graph labels = CtTissue.model().graph();
        ByteBuffer out = ByteBuffer.allocateDirect(8);
        try (EngineSession session = engine.load(labels, Precision.SINGLE)) {
            session.run(Tensor.of(buffer(8), 1, 1, 2, 2, 2), Tensor.of(out, 1, 1, 2, 2, 2));
        }
        assertThat(out.get(0)).isEqualTo((byte) 3);
        assertThat(memory.all().values().iterator().next().engine()).startsWith("ONNX Runtime");
    }

    private static OpenVinoEngine openVino() {
        return Peer.required(OpenVinoEngine.find(Peer.openVino(), 1), "OpenVINO (VOXRELAY_OPENVINO)");
    }

    private static FloatBuffer run(Engine engine, Graph graph, FloatBuffer input) throws InferenceException {
        FloatBuffer output = buffer(3 * 12 * 16 * 12);
        try (EngineSession session = engine.load(graph, Precision.SINGLE)) {
            session.run(Tensor.of(input, IN), Tensor.of(output, OUT));
        }
        return output;
    }

    private static FloatBuffer input() {
        FloatBuffer input = buffer(12 * 16 * 12);
        for (int i = 0; i < input.capacity(); i++) {
            input.put(i, i % 97 / 97f);
        }
        return input;
    }

    private static FloatBuffer buffer(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

class KServeEngineTest {
    private static final Path SMALL = Path.of("src/test/resources/exactness/monai-softmax/model/1/models/model.onnx");
    private static final long[] IN = {1, 1, 12, 16, 12};
    private static final long[] OUT = {1, 3, 12, 16, 12};
    private static final int SAMPLES = 12 * 16 * 12;
    private static final Graph GRAPH = new Graph(SMALL.toAbsolutePath(), "0123456789abcdef0123", "", "");

    @Test
    void scoresComeAsTheServerComputesThem() throws Exception {
        try (var server = new OnnxRuntimeInKServeClothes(GRAPH, OUT)) {
            KServeEngine engine = engine(server.address());
            assertThat(engine.isReady()).isTrue();
            assertThat(run(engine, GRAPH, OUT)).isEqualTo(run(new OnnxEngine(1), GRAPH, OUT));
        }
    }

    @Test
    void aServerThatIsStartingIsAskedAgain() throws Exception {
        try (var server = new OnnxRuntimeInKServeClothes(GRAPH, OUT)) {
            server.unavailable.set(2);
            try (EngineSession session = engine(server.address()).load(GRAPH, Precision.SINGLE)) {
                assertThat(server.requests).hasValue(3);
                assertThat(session).isNotNull();
            }
            server.unavailable.set(1000);
            assertThatThrownBy(() -> engine(server.address()).load(GRAPH, Precision.SINGLE))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("503")
                    .hasMessageContaining("starting");
            assertThat(engine(server.address()).isReady()).isFalse();
        }
    }

    @Test
    void otherWeightsOrShapesAreRefused() throws Exception {
        try (var server = new OnnxRuntimeInKServeClothes(GRAPH, OUT)) {
            Graph other = new Graph(GRAPH.file(), "fedcba9876543210fedc", "", "");
            assertThatThrownBy(() -> engine(server.address()).load(other, Precision.SINGLE))
                    .hasMessageContaining("404");
            assertThatThrownBy(() -> run(engine(server.address()), GRAPH, new long[] {1, 2, 12, 16, 12}))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("the package says FP32 of [1, 2, 12, 16, 12]");
        }
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        KServeEngine engine = engine(URI.create("http://127.0.0.1:1"));
        assertThat(engine.isReady()).isFalse();
        assertThatThrownBy(() -> engine.load(GRAPH, Precision.SINGLE))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("The inference server at http://127.0.0.1:1/ does not do it");
    }

    private static KServeEngine engine(URI address) {
        return new KServeEngine(address, Duration.ofSeconds(20), 2);
    }

    private static FloatBuffer run(Engine engine, Graph graph, long[] shape) throws InferenceException {
        FloatBuffer input = buffer(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            input.put(i, i % 89 / 89f);
        }
        FloatBuffer output = buffer((int) shape[1] * SAMPLES);
        try (EngineSession session = engine.load(graph, Precision.SINGLE)) {
            session.run(Tensor.of(input, IN), Tensor.of(output, shape));
        }
        return output;
    }

    private static FloatBuffer buffer(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

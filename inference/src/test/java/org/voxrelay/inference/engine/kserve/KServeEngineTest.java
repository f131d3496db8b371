package org.voxrelay.inference.engine.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.AutoEngine;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineMemory;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.LostEngineException;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.model.Graph;

class KServeEngineTest {
    static final Path SMALL = Path.of("src/test/resources/exactness/monai-softmax/model/1/models/model.onnx");
    static final long[] IN = {1, 1, 12, 16, 12};
    static final long[] OUT = {1, 3, 12, 16, 12};
    static final Graph GRAPH = new Graph(SMALL.toAbsolutePath(), "0123456789abcdef0123", "", "");
    private static final int SAMPLES = 12 * 16 * 12;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void scoresComeAsTheServerComputesThem(String wire) throws Exception {
        try (var server = server(wire);
                KServeEngine engine = engine(server.address())) {
            assertThat(engine.isReady()).isTrue();
            assertThat(run(engine, GRAPH, OUT)).isEqualTo(run(new OnnxEngine(1), GRAPH, OUT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void aServerThatIsStartingIsAskedAgain(String wire) throws Exception {
        try (var server = server(wire);
                KServeEngine engine = engine(server.address())) {
            server.unavailable.set(2);
            try (EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
                assertThat(server.requests).hasValue(4); // two in vain, what the model is, whether it is ready
                assertThat(session).isNotNull();
            }
            server.unavailable.set(1000);
            assertThatThrownBy(() -> engine.load(GRAPH, Precision.SINGLE))
                    .isInstanceOf(LostEngineException.class)
                    .hasMessageContaining("starting");
            assertThat(server.requests).hasValue(7);
            assertThat(engine.isReady()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void otherWeightsOrShapesAreRefusedAtOnce(String wire) throws Exception {
        try (var server = server(wire);
                KServeEngine engine = engine(server.address())) {
            Graph other = new Graph(GRAPH.file(), "fedcba9876543210fedc", "", "");
            assertThatThrownBy(() -> engine.load(other, Precision.SINGLE))
                    .isNotInstanceOf(LostEngineException.class)
                    .hasMessageContaining("unknown model");
            assertThat(server.requests).hasValue(2); // the second: whether the server is ready, so that its word counts
            assertThatThrownBy(() -> run(engine, GRAPH, new long[] {1, 2, 12, 16, 12}))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("the package says FP32 of [1, 2, 12, 16, 12]");
            assertThatThrownBy(() -> run(engine, new Graph(GRAPH.file(), GRAPH.sha256(), "picture", ""), OUT))
                    .hasMessageContaining("has no input 'picture' of type FP32; it has [input (FP32)]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void aModelThatIsNotLoadedIsWaitedForByLaterAttempts(String wire) throws Exception {
        try (var server = server(wire);
                KServeEngine engine = engine(server.address())) {
            server.modelReady = false;
            assertThatThrownBy(() -> engine.load(GRAPH, Precision.SINGLE))
                    .isInstanceOf(LostEngineException.class)
                    .hasMessageContaining("but it is not ready");
            server.modelReady = true;
            assertThat(run(engine, GRAPH, OUT)).isEqualTo(run(new OnnxEngine(1), GRAPH, OUT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void aServerThatIsNotReadyMayNotKnowItsModelsYet(String wire) throws Exception {
        try (var server = server(wire);
                KServeEngine engine = engine(server.address())) {
            server.serverReady = false;
            assertThat(engine.isReady()).isFalse();
            assertThatThrownBy(() -> engine.load(GRAPH, Precision.SINGLE))
                    .isInstanceOf(LostEngineException.class)
                    .hasMessageContaining("is not ready: ")
                    .hasMessageContaining("unknown model");
            server.serverReady = true;
            assertThat(run(engine, GRAPH, OUT)).isEqualTo(run(new OnnxEngine(1), GRAPH, OUT));
        }
    }

    @ParameterizedTest
    @CsvSource({"http, 0", "http, 100", "http, 20000", "grpc, 0", "grpc, 12", "grpc, 20000"})
    void anAnswerThatIsCutIsAskedForAgain(String wire, long bytes) throws Exception {
        try (var server = server(wire);
                var between = new FrailWire(server.address());
                KServeEngine engine = engine(between.address());
                EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            between.breakAfter(FrailWire.Fate.CUT, bytes, 2);
            assertThat(run(session, OUT)).isEqualTo(run(new OnnxEngine(1), GRAPH, OUT));
            between.breakAfter(FrailWire.Fate.CUT, bytes, 1000);
            assertThatThrownBy(() -> run(session, OUT))
                    .isInstanceOf(LostEngineException.class)
                    .hasMessageStartingWith("The inference server at " + wire + "://127.0.0.1:");
        }
    }

    @ParameterizedTest
    @CsvSource({"http, 0", "http, 100", "http, 20000", "grpc, 0", "grpc, 20000"})
    void anAnswerThatStopsInItsMiddleIsGivenUp(String wire, long bytes) throws Exception {
        try (var server = server(wire);
                var between = new FrailWire(server.address());
                var engine = new KServeEngine(between.address(), Duration.ofSeconds(2), 2);
                EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            between.breakAfter(FrailWire.Fate.STALLED, bytes, 1000);
            assertThatThrownBy(() -> run(session, OUT))
                    .isInstanceOf(LostEngineException.class)
                    .hasMessageContaining("does not answer within 2 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void aServerThatIsBackAfterALongTimeIsUsedAtOnce(String wire) throws Exception {
        try (var server = server(wire);
                var between = new FrailWire(server.address());
                KServeEngine engine = engine(between.address())) {
            between.breakAfter(FrailWire.Fate.CUT, 0, Integer.MAX_VALUE);
            for (int i = 0; i < 7; i++) { // about 6 s: gRPC would wait for 3 s more
                assertThatThrownBy(() -> engine.load(GRAPH, Precision.SINGLE)).isInstanceOf(LostEngineException.class);
            }
            between.breakAfter(FrailWire.Fate.CUT, 0, 0);
            assertThat(run(engine, GRAPH, OUT)).isEqualTo(run(new OnnxEngine(1), GRAPH, OUT));
        }
    }

    @Test
    void aCallThatAnEndingServerCancelsIsNotTakenForOurs() throws Exception {
        try (var server = new GrpcClothes(GRAPH, OUT);
                KServeEngine engine = engine(server.address());
                EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            server.beforeComputing = server::close;
            assertThatThrownBy(() -> run(session, OUT)).isInstanceOf(LostEngineException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void anInterruptedCallSaysThatItWasCancelled(String wire) throws Exception {
        try (var server = server(wire);
                KServeEngine engine = engine(server.address());
                EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> run(session, OUT))
                    .isNotInstanceOf(LostEngineException.class)
                    .hasMessage("The inference was cancelled.");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void aServerThatIsNotThereIsSaid(String wire) {
        try (KServeEngine engine = engine(URI.create(wire + "://127.0.0.1:1"))) {
            assertThat(engine.isReady()).isFalse();
            assertThatThrownBy(() -> engine.load(GRAPH, Precision.SINGLE))
                    .isInstanceOf(LostEngineException.class)
                    .hasMessageStartingWith("The inference server at " + wire + "://127.0.0.1:1 does not do it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void whileTheServerIsGoneAnotherEngineComputesAndTheChoiceStays(String wire) throws Exception {
        var memory = new EngineMemory(folder.resolve("engines"));
        URI address;
        try (var server = server(wire);
                KServeEngine engine = engine(server.address())) {
            address = server.address();
            server.unavailable.set(1000);
            run(new AutoEngine(List.of(new OnnxEngine(1), engine), memory), GRAPH, OUT);
            assertThat(memory.all()).isEmpty(); // it may come back and be the faster one
            server.unavailable.set(0);
            run(new AutoEngine(List.of(engine), memory), GRAPH, OUT);
            assertThat(memory.all().values())
                    .singleElement()
                    .satisfies(choice -> assertThat(choice.engine()).isEqualTo(engine.name()));
        }
        try (KServeEngine gone = engine(address)) {
            var auto = new AutoEngine(List.of(new OnnxEngine(1), gone), memory);
            assertThat(run(auto, GRAPH, OUT)).isEqualTo(run(new OnnxEngine(1), GRAPH, OUT));
            assertThat(memory.all().values())
                    .singleElement()
                    .satisfies(choice -> assertThat(choice.engine()).isEqualTo(gone.name()));
        }
    }

    @ParameterizedTest
    @CsvSource({"http, 4", "http, -4", "grpc, 4", "grpc, -4"})
    void scoresOfAnotherLengthAreRefusedAtOnce(String wire, int surplus) throws Exception {
        try (var server = server(wire);
                KServeEngine engine = engine(server.address())) {
            server.surplusBytes = surplus;
            assertThatThrownBy(() -> run(engine, GRAPH, OUT))
                    .isNotInstanceOf(LostEngineException.class)
                    .hasMessage("The engine failed: the inference server gives " + (27648 + surplus)
                            + " bytes of scores instead of 27648.");
            assertThat(server.requests).hasValue(3);
        }
    }

    @Test
    void anAnswerThatIsMuchLongerThanTheScoresIsNotRead() throws Exception {
        try (var server = new GrpcClothes(GRAPH, OUT);
                KServeEngine engine = engine(server.address())) {
            server.surplusBytes = 8 << 20;
            assertThatThrownBy(() -> run(engine, GRAPH, OUT))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("RESOURCE_EXHAUSTED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-5", "1", "9000000000000000000000", "70000"})
    void aHeaderLengthThatCannotBeIsRefusedAtOnce(String length) throws Exception {
        try (var server = new HttpClothes(GRAPH, OUT);
                KServeEngine engine = engine(server.address())) {
            server.headerLength = length;
            assertThatThrownBy(() -> run(engine, GRAPH, OUT))
                    .isNotInstanceOf(LostEngineException.class)
                    .hasMessage("The inference server does not answer with binary tensors.");
            assertThat(server.requests).hasValue(3);
        }
    }

    /** Field 6 with raw scores of 4 GiB; field 5 longer than the message; field 5 with a length below 0; a wire type of none. */
    @ParameterizedTest
    @ValueSource(strings = {"32ffffffff0f00", "2a7f0a01", "2affffffffffffffffff0100", "2f00"})
    void aMessageThatLiesAboutItsLengthsIsRefusedAtOnce(String hex) throws Exception {
        try (var server = new GrpcClothes(GRAPH, OUT);
                KServeEngine engine = engine(server.address());
                EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            server.lie = HexFormat.of().parseHex(hex);
            assertThatThrownBy(() -> run(session, OUT))
                    .isNotInstanceOf(LostEngineException.class)
                    .hasMessageContaining("does not do it: INTERNAL the answer is not understood");
            assertThat(server.requests).hasValue(3);
        }
    }

    @Test
    void aServerThatDoesNotAnswerInTimeIsLost() throws Exception {
        try (var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                var engine = new KServeEngine(
                        URI.create("grpc://127.0.0.1:" + silent.getLocalPort()), Duration.ofSeconds(1), 1)) {
            assertThatThrownBy(() -> engine.load(GRAPH, Precision.SINGLE))
                    .isInstanceOf(LostEngineException.class)
                    .hasMessageContaining("does not answer within");
        }
    }

    private static OnnxRuntimeInKServeClothes server(String wire) throws IOException {
        return wire.equals("grpc") ? new GrpcClothes(GRAPH, OUT) : new HttpClothes(GRAPH, OUT);
    }

    static KServeEngine engine(URI address) {
        return new KServeEngine(address, Duration.ofSeconds(20), 2);
    }

    static FloatBuffer run(Engine engine, Graph graph, long[] shape) throws InferenceException {
        try (EngineSession session = engine.load(graph, Precision.SINGLE)) {
            return run(session, shape);
        }
    }

    private static FloatBuffer run(EngineSession session, long[] shape) throws InferenceException {
        FloatBuffer input = buffer(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            input.put(i, i % 89 / 89f);
        }
        FloatBuffer output = buffer((int) shape[1] * SAMPLES);
        session.run(Tensor.of(input, IN), Tensor.of(output, shape));
        return output;
    }

    static FloatBuffer buffer(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

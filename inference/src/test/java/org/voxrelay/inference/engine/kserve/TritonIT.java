package org.voxrelay.inference.engine.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.inference.engine.kserve.KServeEngineTest.GRAPH;
import static org.voxrelay.inference.engine.kserve.KServeEngineTest.IN;
import static org.voxrelay.inference.engine.kserve.KServeEngineTest.OUT;
import static org.voxrelay.inference.engine.kserve.KServeEngineTest.buffer;

import java.net.URI;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.LostEngineException;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.model.Graph;

/** Against NVIDIA's Triton itself, over both of its protocols. */
class TritonIT {
    @TempDir
    static Path folder;

    private static TritonServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TritonServer.start(folder, GRAPH, OUT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static URI address(String wire) {
        return wire.equals("http") ? server.http() : server.grpc();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void tritonComputesWhatOnnxRuntimeDoes(String wire) throws Exception {
        try (KServeEngine engine = KServeEngineTest.engine(address(wire))) {
            FloatBuffer theirs = KServeEngineTest.run(engine, GRAPH, OUT);
            FloatBuffer ours = KServeEngineTest.run(new OnnxEngine(1), GRAPH, OUT);
            for (int i = 0; i < ours.capacity(); i++) {
                assertThat(theirs.get(i)).isCloseTo(ours.get(i), Offset.offset(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void aModelThatTritonDoesNotHaveIsASentence(String wire) {
        try (KServeEngine engine = KServeEngineTest.engine(address(wire))) {
            var other = new Graph(GRAPH.file(), "fedcba9876543210fedc", "", "");
            assertThatThrownBy(() -> engine.load(other, Precision.SINGLE))
                    .isExactlyInstanceOf(InferenceException.class)
                    .hasMessageContaining(KServeEngine.modelName(other))
                    .hasMessageContaining("unknown model");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void whatTheModelRefusesIsASentenceAndTheNextWindowIsComputed(String wire) throws Exception {
        try (KServeEngine engine = KServeEngineTest.engine(address(wire));
                EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            assertThatThrownBy(() -> session.run(filled(-2000), scores()))
                    .isExactlyInstanceOf(InferenceException.class)
                    .hasMessageContaining("no tissue");
            session.run(filled(1), scores());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void windowsOfAnotherSizeAreRefusedWithTritonsReason(String wire) throws Exception {
        try (KServeEngine engine = KServeEngineTest.engine(address(wire));
                EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            Tensor small = Tensor.of(buffer(8 * 8 * 8), 1, 1, 8, 8, 8);
            assertThatThrownBy(() -> session.run(small, scores()))
                    .isExactlyInstanceOf(InferenceException.class)
                    .hasMessageContaining("shape");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void aTritonThatIsKilledWhileItComputesIsALostEngine(String wire, @TempDir Path own) throws Exception {
        try (TritonServer mortal = TritonServer.start(own, GRAPH, OUT);
                var engine = new KServeEngine(
                        wire.equals("http") ? mortal.http() : mortal.grpc(), Duration.ofSeconds(60), 2);
                EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            var computing = CompletableFuture.runAsync(() -> {
                try {
                    session.run(filled(2000), scores());
                } catch (InferenceException e) {
                    throw new CompletionException(e);
                }
            });
            Thread.sleep(1000); // it has the samples by then, or else refuses them, which is as much of a loss
            mortal.kill();
            assertThatThrownBy(computing::join).hasCauseInstanceOf(LostEngineException.class);
        }
    }

    private static Tensor filled(float value) {
        FloatBuffer samples = buffer(12 * 16 * 12);
        for (int i = 0; i < samples.capacity(); i++) {
            samples.put(i, value);
        }
        return Tensor.of(samples, IN);
    }

    private static Tensor scores() {
        return Tensor.of(buffer(3 * 12 * 16 * 12), OUT);
    }

    @Test
    void itIsTriton() throws Exception {
        try (var in = server.http().resolve("v2").toURL().openStream()) {
            assertThat(new String(in.readAllBytes())).contains("\"name\":\"triton\"");
        }
    }
}

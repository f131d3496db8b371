package org.voxrelay.inference.engine.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.inference.engine.kserve.KServeEngineTest.GRAPH;
import static org.voxrelay.inference.engine.kserve.KServeEngineTest.OUT;

import java.net.URI;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Peer;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.model.Graph;

/** Our encoding against somebody else's: grpcio with the messages that Triton's own client is generated from. */
class KServeIT {
    private static final Path SERVER = Path.of("src/test/python/kserve_server.py");

    @Test
    void aServerInPythonUnderstandsUsAndIsUnderstood() throws Exception {
        Path python = Peer.python("grpc", "tritonclient.grpc", "onnx.reference");
        Process process = new ProcessBuilder(
                        python.toString(), SERVER.toString(), GRAPH.file().toString(), KServeEngine.modelName(GRAPH))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = process.inputReader();
                KServeEngine engine = KServeEngineTest.engine(URI.create("grpc://127.0.0.1:" + lines.readLine()))) {
            assertThat(engine.isReady()).isTrue();
            FloatBuffer theirs = KServeEngineTest.run(engine, GRAPH, OUT);
            FloatBuffer ours = KServeEngineTest.run(new OnnxEngine(1), GRAPH, OUT);
            for (int i = 0; i < ours.capacity(); i++) {
                assertThat(theirs.get(i)).isCloseTo(ours.get(i), Offset.offset(1e-4f));
            }
            Graph other = new Graph(GRAPH.file(), "fedcba9876543210fedc", "", "");
            assertThatThrownBy(() -> engine.load(other, Precision.SINGLE))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("NOT_FOUND")
                    .hasMessageContaining("unknown model");
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
    }
}

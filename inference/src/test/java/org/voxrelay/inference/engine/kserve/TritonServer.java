package org.voxrelay.inference.engine.kserve;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.voxrelay.inference.Peer;
import org.voxrelay.inference.model.Graph;

/**
 * NVIDIA's Triton Inference Server itself, on the processor, with one model of a few lines of Python. It comes from PyPI, as part of
 * nvidia-pytriton, whose Python is not used. Where it is not, or does not run, tests are skipped: it is made for few systems.
 */
final class TritonServer implements AutoCloseable {
    private static final Path MODEL = Path.of("src/test/python/triton_model.py");
    private static final String FIND = "import importlib.util, sys; found = importlib.util.find_spec('pytriton');"
            + " print(found.origin if found else ''); print('%d.%d' % sys.version_info[:2])";
    private static final int ATTEMPTS = 3;
    private static final int SECONDS = 60;

    private final Process process;
    private final int port;

    private TritonServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param shape of one window's scores: [1][class][n0][n1][n2] */
    static TritonServer start(Path folder, Graph graph, long... shape) throws IOException, InterruptedException {
        Path python = Peer.python("numpy", "onnx.reference");
        Process finding = new ProcessBuilder(python.toString(), "-c", FIND).start();
        List<String> found =
                new String(finding.getInputStream().readAllBytes()).lines().toList();
        Assumptions.assumeFalse(found.get(0).isEmpty(), "no nvidia-pytriton here, which brings Triton");
        Path packages = Path.of(found.get(0)).getParent().getParent();
        Path triton = packages.resolve("pytriton/tritonserver");
        linkBackend(folder, triton, found.get(1));
        putModel(folder, graph, shape);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Below the ports that the system gives to connections; taken ones end the server.
            int port = ThreadLocalRandom.current().nextInt(16_000, 32_000);
            var server = new TritonServer(run(folder, python, packages, port), port);
            if (server.isReadyInTime()) {
                return server;
            }
            server.close();
        }
        Assumptions.abort("Triton does not run here: " + Files.readString(folder.resolve("triton.log")));
        throw new IllegalStateException();
    }

    private static void linkBackend(Path folder, Path triton, String version) throws IOException {
        Path backend = Files.createDirectories(folder.resolve("backends/python"));
        try (var files = Files.list(triton.resolve("backends/python"))) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(backend.resolve(file.getFileName()), file);
            }
        }
        String stub = "triton_python_backend_stub";
        Path ofVersion = triton.resolve("python_backend_stubs").resolve(version).resolve(stub);
        Files.deleteIfExists(backend.resolve(stub));
        Files.createSymbolicLink(backend.resolve(stub), ofVersion);
    }

    private static void putModel(Path folder, Graph graph, long... shape) throws IOException {
        Path model = folder.resolve("models").resolve(KServeEngine.modelName(graph));
        Files.createDirectories(model.resolve("1"));
        Files.copy(MODEL, model.resolve("1/model.py"));
        String space = shape[2] + ", " + shape[3] + ", " + shape[4];
        Files.writeString(model.resolve("config.pbtxt"), """
                backend: "python"
                input [{ name: "input" data_type: TYPE_FP32 dims: [-1, 1, %s] }]
                output [{ name: "output" data_type: TYPE_FP32 dims: [-1, %d, %s] }]
                instance_group [{ kind: KIND_CPU count: 1 }]
                parameters { key: "graph" value: { string_value: "%s" } }
                """.formatted(space, shape[1], space, graph.file()));
    }

    private static Process run(Path folder, Path python, Path packages, int port) throws IOException {
        var command = new ArrayList<>(List.of(
                packages.resolve("pytriton/tritonserver/bin/tritonserver").toString(),
                "--model-repository=" + folder.resolve("models"),
                "--backend-directory=" + folder.resolve("backends"),
                "--http-address=127.0.0.1",
                "--http-port=" + port,
                "--grpc-address=127.0.0.1",
                "--grpc-port=" + (port + 1),
                "--allow-metrics=false",
                "--exit-timeout-secs=1"));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("triton.log").toFile());
        var environment = builder.environment();
        environment.put(
                "LD_LIBRARY_PATH", packages.resolve("nvidia_pytriton.libs").toString());
        environment.put("PYTHONPATH", packages.toString());
        environment.put(
                "PATH",
                python.getParent() + ":"
                        + Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
        return builder.start();
    }

    private boolean isReadyInTime() throws InterruptedException {
        try (var engine = new KServeEngine(http(), Duration.ofSeconds(1), 1)) {
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS); System.nanoTime() < end; ) {
                if (engine.isReady()) {
                    return true;
                }
                if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return false;
        }
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    URI grpc() {
        return URI.create("grpc://127.0.0.1:" + (port + 1));
    }

    /** As a power cut ends it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            kill();
        }
    }
}

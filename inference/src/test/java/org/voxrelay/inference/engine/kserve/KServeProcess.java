package org.voxrelay.inference.engine.kserve;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.voxrelay.inference.TinyOnnx;
import org.voxrelay.inference.model.Graph;

/** A server for {@link TinyOnnx#nearest} in a process of its own, which can be killed while it computes. */
public final class KServeProcess implements AutoCloseable {
    private static final String LISTENING = "listening";
    private static final String COMPUTING = "computing";

    private final Process process;
    private final BufferedReader lines;

    private KServeProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader();
    }

    /** What a server does when samples have come. */
    public enum Work {
        DONE,
        /** It is never ready with them. */
        NEVER_DONE
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param server where it listens: its scheme, http or grpc, and its port on loopback
     */
    public static KServeProcess start(URI server, Work work, Graph graph, long... outputShape) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KServeProcess.class.getName(),
                server.toString(),
                work.name(),
                graph.file().toString(),
                graph.sha256()));
        Arrays.stream(outputShape).forEach(size -> command.add(Long.toString(size)));
        var started = new KServeProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        started.await(LISTENING);
        return started;
    }

    private void await(String wanted) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals(wanted)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("the server ended before it said: " + wanted);
        }
    }

    /** Returns when the server has samples in hand. */
    public void awaitComputing() throws IOException {
        await(COMPUTING);
    }

    /** Whether it runs, and what it has printed that nobody has read. */
    @Override
    public String toString() {
        var text = new StringBuilder(process.isAlive() ? "a running server" : "ended with " + process.exitValue());
        try {
            while (lines.ready()) {
                text.append('\n').append(lines.readLine());
            }
        } catch (IOException e) {
            text.append(e.getMessage());
        }
        return text.toString();
    }

    /** As a power cut ends it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        URI server = URI.create(arguments[0]);
        var graph = new Graph(Path.of(arguments[2]), arguments[3], "", "");
        long[] shape =
                Arrays.stream(arguments).skip(4).mapToLong(Long::parseLong).toArray();
        OnnxRuntimeInKServeClothes clothes = server.getScheme().equals("grpc")
                ? GrpcClothes.at(server.getPort(), graph, shape)
                : HttpClothes.at(server.getPort(), graph, shape);
        clothes.network = (samples, sizes) -> TinyOnnx.nearestScores(samples, (int) shape[1]);
        clothes.beforeComputing = () -> {
            System.out.println(COMPUTING);
            while (Work.valueOf(arguments[1]) == Work.NEVER_DONE) {
                pause();
            }
        };
        System.out.println(LISTENING);
        while (true) { // a gRPC server alone does not keep its process
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts", e);
        }
    }
}

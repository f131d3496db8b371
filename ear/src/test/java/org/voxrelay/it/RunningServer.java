package org.voxrelay.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.voxrelay.peers.Ports;

/** A server started by {@code ./run} on free ports with a data folder of its own, ready when the constructor method returns. */
public final class RunningServer implements AutoCloseable {
    /** Called AE title of every server under test. */
    public static final String AE_TITLE = "VOXRELAY";

    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    private final Process script;
    private final Path data;
    private final int httpPort;
    private final int dicomPort;

    private RunningServer(Process script, Path data, int httpPort, int dicomPort) {
        this.script = script;
        this.data = data;
        this.httpPort = httpPort;
        this.dicomPort = dicomPort;
    }

    /** One server for all tests that neither stop it nor mind each other's studies; it ends with this JVM. */
    public static RunningServer shared() throws IOException {
        return Shared.server();
    }

    public static RunningServer start(Path data) throws IOException {
        return start(data, Map.of());
    }

    /**
     * @param data kept; a second start on the same folder finds what was stored
     * @param settings environment variables such as {@code VOXRELAY_SETTLE_SECONDS}
     * @throws IOException with what the server said, if it does not become ready
     */
    public static RunningServer start(Path data, Map<String, String> settings) throws IOException {
        Files.createDirectories(data);
        int httpPort = Ports.free();
        int dicomPort = Ports.free();
        Process script = launch(data, settings, List.of("--http-port", "" + httpPort, "--dicom-port", "" + dicomPort));
        RunningServer server = new RunningServer(script, data, httpPort, dicomPort);
        Runtime.getRuntime().addShutdownHook(new Thread(server::kill9));
        String line =
                new BufferedReader(new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null || !line.startsWith("Voxrelay ready: ")) {
            throw new IOException("not ready: " + line + "\n" + server.terminal());
        }
        return server;
    }

    /** Runs the script with its usual settings for tests; what it says on its error stream is in {@code terminal.txt}. */
    static Process launch(Path data, Map<String, String> settings, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(root().resolve("run").toString(), "--data", data.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        data.resolve("terminal.txt").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("VOXRELAY_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("VOXRELAY_BUILD", "no");
        builder.environment().put("VOXRELAY_SETTLE_SECONDS", "2");
        builder.environment().putAll(settings);
        return builder.start();
    }

    /** Address of a path on the server, for example {@code dicom-web/studies}. */
    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + "/" + path);
    }

    public int httpPort() {
        return httpPort;
    }

    public int dicomPort() {
        return dicomPort;
    }

    public Path data() {
        return data;
    }

    /** What the server said on the terminal so far. */
    public String terminal() throws IOException {
        return Files.readString(data.resolve("terminal.txt"));
    }

    /** The log of this data folder, all starts. */
    public String log() throws IOException {
        return Files.readString(data.resolve("server/log/server.log"));
    }

    /** Ends it as Ctrl-C or a service manager does. */
    public int stop() throws IOException {
        script.destroy();
        return awaitEnd();
    }

    /** Waits for the script, which ends after server and database, and returns its exit status. */
    int awaitEnd() throws IOException {
        try {
            if (!script.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                kill9();
                throw new IOException("the server did not end; " + terminal());
            }
            return script.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server was ending", e);
        }
    }

    /** Power failure as seen by processes: the server, PostgreSQL and the script are gone without a goodbye. */
    public void kill9() {
        List<ProcessHandle> all = new ArrayList<>(script.descendants().toList());
        all.add(script.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** The Java process alone; PostgreSQL notices by itself. */
    public ProcessHandle serverProcess() throws IOException {
        long pid = Long.parseLong(Files.readString(data.resolve("server/pid")).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        if (script.isAlive()) {
            stop();
        }
    }

    static Path root() {
        return Path.of(System.getProperty("voxrelay.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    private static final class Shared {
        private static RunningServer server;

        static synchronized RunningServer server() throws IOException {
            if (server == null) {
                Path data =
                        Files.createTempDirectory(Files.createDirectories(root().resolve("ear/target/it")), "shared-");
                server = start(data);
            }
            return server;
        }
    }
}

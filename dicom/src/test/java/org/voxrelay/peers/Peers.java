package org.voxrelay.peers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that tests need from the machine. A missing one skips the test by name, or fails it where
 * {@code VOXRELAY_PEERS_REQUIRED} (environment or system property) is {@code true}.
 */
public final class Peers {
    /** What a program printed (both streams together) and how it ended. */
    public record Ended(int exitCode, String output) {}

    private static final Map<String, Boolean> IMPORTS = new ConcurrentHashMap<>();

    private Peers() {}

    /** @return the program of this name on the path */
    public static Path require(String program) {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseGet(() -> missing(program));
    }

    /** @return the folder, if the npm packages that its package.json names are installed in it */
    public static Path npmPackages(Path folder, String... names) {
        for (String name : names) {
            if (!Files.isRegularFile(
                    folder.resolve("node_modules").resolve(name).resolve("package.json"))) {
                return missing("npm package " + name);
            }
        }
        return folder;
    }

    /** @return a Python that imports these modules: {@code VOXRELAY_PYTHON}, or .venv/bin/python at the repository root */
    public static Path python(String... modules) {
        Path python = setting("VOXRELAY_PYTHON").map(Path::of).orElse(root().resolve(".venv/bin/python"));
        if (!Files.isExecutable(python)) {
            return missing("Python with " + String.join(", ", modules));
        }
        for (String module : modules) {
            if (!imports(python, module)) {
                return missing("Python module " + module);
            }
        }
        return python;
    }

    /** Asked once: some need seconds to be imported. */
    private static boolean imports(Path python, String module) {
        return IMPORTS.computeIfAbsent(
                module, name -> run(python.toString(), "-c", "import " + name).exitCode() == 0);
    }

    /** @return what the command did, within two minutes */
    public static Ended run(String... command) {
        return run(Path.of("."), List.of(command));
    }

    /** @return what the command did in this folder, within two minutes */
    public static Ended run(Path folder, List<String> command) {
        try {
            Path output = Files.createTempFile("peer", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end: " + command);
            }
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            Files.delete(output);
            return new Ended(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A file that a peer's package brings; without it the test is skipped, or fails where peers are required. */
    public static Path requireFile(String path) {
        return Files.exists(Path.of(path)) ? Path.of(path) : missing(path);
    }

    private static Path root() {
        return Path.of(System.getProperty("voxrelay.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getProperty(name)).or(() -> Optional.ofNullable(System.getenv(name)));
    }

    private static <T> T missing(String peer) {
        if (setting("VOXRELAY_PEERS_REQUIRED").filter("true"::equals).isPresent()) {
            throw new AssertionError("missing peer: " + peer);
        }
        Assumptions.abort("missing peer: " + peer);
        throw new IllegalStateException("unreachable");
    }
}

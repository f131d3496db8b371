package org.voxrelay.worker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a child process is started.
 *
 * @param classPath as {@code java -cp} takes it
 * @param mainClass its main method calls {@link Child#serve}
 * @param heapBytes the most its Java heap may hold
 * @param privateBytes the most private memory it may have in all, heap and native code's together; enforced by the
 *     kernel where there is {@code /bin/sh} (RLIMIT_DATA). Shared memory does not count
 * @param temporary folder in which each child has one of its own for temporary files, which goes with it
 * @param options more options of the JVM
 * @param arguments of the main method
 */
public record WorkerCommand(
        String classPath,
        String mainClass,
        long heapBytes,
        long privateBytes,
        Path temporary,
        List<String> options,
        List<String> arguments) {
    private static final Path SHELL = Path.of("/bin/sh");

    public WorkerCommand {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
        if (classPath.isBlank() || heapBytes < 8 << 20 || privateBytes < heapBytes) {
            throw new IllegalArgumentException("a class path, 8 MiB of heap and no less memory in all are needed");
        }
    }

    /**
     * The program and its arguments, with the JVM that runs this.
     *
     * @param own folder for temporary files; without one the system's is used
     */
    List<String> line(Optional<Path> own) {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(SHELL)) {
            // The arguments are passed on as they are: nothing of them is read by the shell.
            String limits = "ulimit -c 0; ulimit -d " + privateBytes / 1024 + "; exec \"$@\"";
            line.addAll(List.of(SHELL.toString(), "-c", limits, "worker"));
        }
        line.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        line.addAll(List.of(
                "-Xmx" + heapBytes,
                "-XX:MaxDirectMemorySize=" + heapBytes,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=/dev/null",
                "-Djava.awt.headless=true"));
        if (Runtime.version().feature() >= 24) { // JNA is announced by name otherwise
            line.add("--enable-native-access=ALL-UNNAMED");
        }
        own.ifPresent(folder -> line.addAll(List.of("-Djava.io.tmpdir=" + folder, "-Djna.tmpdir=" + folder)));
        line.addAll(options);
        line.addAll(List.of("-cp", classPath, mainClass));
        line.addAll(arguments);
        return line;
    }
}

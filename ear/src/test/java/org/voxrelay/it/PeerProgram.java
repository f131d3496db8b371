package org.voxrelay.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Somebody else's program that serves until this is closed. */
final class PeerProgram implements AutoCloseable {
    private final Process process;
    private final Path output;

    private PeerProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it and waits until it listens. */
    static PeerProgram serving(int port, Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve(Path.of(command.get(0)).getFileName() + "-" + port + ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var program = new PeerProgram(process, output);
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            if (listens(port)) {
                return program;
            }
            Thread.sleep(100);
        }
        program.close();
        throw new IOException("does not listen on " + port + ": " + command + "\n" + program.output());
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}

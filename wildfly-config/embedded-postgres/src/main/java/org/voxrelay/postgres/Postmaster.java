package org.voxrelay.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The running main process of PostgreSQL, with a small shell beside it that holds the other end of a pipe: when this JVM
 * ends, the pipe breaks and the shell asks PostgreSQL for a fast shutdown.
 */
final class Postmaster {
    /** In a session of its own, so that Ctrl-C in a terminal reaches the server first and PostgreSQL last. */
    private static final String WATCHED = """
            exec 3<&0
            "$@" </dev/null 3<&- & postgres=$!
            { read -r end <&3; kill -INT $postgres; } >/dev/null 2>&1 & watch=$!
            wait $postgres; status=$?
            kill $watch 2>/dev/null
            exit $status
            """;

    /** Crash recovery after a power failure may take minutes; PostgreSQL is then alive and says so in its log. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final int POLL_MILLIS = 30;

    private final Process process;
    private final int port;

    private Postmaster(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Postmaster start(Cluster cluster, Binaries binaries, RunAs runAs, int wantedPort) throws IOException {
        int port = wantedPort == 0 ? freePort() : wantedPort;
        List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", WATCHED, "postgres"));
        command.addAll(runAs.command(binaries.program("postgres").toString()));
        command.addAll(Settings.arguments(cluster, port));
        Path output = cluster.log().resolve("start.log");
        Postmaster postmaster = new Postmaster(Program.builder(command, output).start(), port);
        postmaster.awaitConnections(cluster, output);
        return postmaster;
    }

    private void awaitConnections(Cluster cluster, Path output) throws IOException {
        Administration administration = new Administration(cluster, port);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!administration.answers()) {
            if (!process.isAlive()) {
                throw new IOException("PostgreSQL did not start: " + Program.tail(output) + " See also its log in "
                        + cluster.log() + ".");
            }
            if (System.nanoTime() > deadline) {
                stop();
                throw new IOException("PostgreSQL took no connection within " + START_LIMIT.toMinutes()
                        + " minutes; see its log in " + cluster.log() + ".");
            }
            sleep();
        }
    }

    int port() {
        return port;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    void stop() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("PostgreSQL did not end within " + STOP_LIMIT.toSeconds() + " seconds.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was ending", e);
        }
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was starting", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

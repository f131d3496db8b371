package org.voxrelay.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an owner that died left behind in a cluster: processes that still run in it, and their {@code postmaster.pid}. The
 * caller holds the folder's lock, so nobody else may own them.
 */
final class Leftovers {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int POLL_MILLIS = 50;

    private Leftovers() {}

    /** Ends the processes, and removes a pid file whose number now belongs to a program that is not PostgreSQL. */
    static void end(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> named = ProcessHandle.of(pid(pidFile));
        if (named.isPresent() && runsIn(cluster, named.get())) {
            Program.run(
                    List.of("sh", "-c", "kill -INT " + named.get().pid()),
                    cluster.resolveSibling("log").resolve("leftovers.log"),
                    "a PostgreSQL that was left running could not be asked to end");
        }
        awaitNoneIn(cluster);
        if (named.isPresent() && named.get().isAlive()) {
            Files.deleteIfExists(pidFile); // PostgreSQL would believe that this other program is PostgreSQL
        }
    }

    private static long pid(Path pidFile) throws IOException {
        try {
            return Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            Files.delete(pidFile); // cut off while it was written
            return Long.MAX_VALUE;
        }
    }

    private static void awaitNoneIn(Path cluster) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (ProcessHandle.allProcesses().anyMatch(process -> runsIn(cluster, process))) {
            if (System.nanoTime() > deadline) {
                throw new IOException("A PostgreSQL that was left running in " + cluster + " does not end.");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while an older PostgreSQL was ending", e);
            }
        }
    }

    /** All processes of PostgreSQL have the cluster as their working directory. */
    private static boolean runsIn(Path cluster, ProcessHandle process) {
        try {
            Path working = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
            return working.equals(cluster.toRealPath());
        } catch (IOException expected) {
            return false; // it has just ended, or is another user's
        }
    }
}

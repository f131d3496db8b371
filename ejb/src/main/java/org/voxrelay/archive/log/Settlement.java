package org.voxrelay.archive.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Which records of a segment are waiting for their rows. When no record can come any more and none waits, a file beside the
 * segment says so, and no start looks into it again.
 */
final class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class.getName());
    private static final String MARK = ".settled";

    private final Path segment;
    private final Set<Long> waiting = new HashSet<>();
    private boolean finished;
    private boolean broken;
    private boolean unsafe;
    private boolean settled;

    Settlement(Path segment) {
        this.segment = segment;
    }

    static Path mark(Path segment) {
        return segment.resolveSibling(Segment.nameOf(segment) + MARK);
    }

    synchronized void add(long offset) {
        waiting.add(offset);
    }

    synchronized void remove(long offset) {
        waiting.remove(offset);
        settleIfDone();
    }

    /** No record will be added. What is behind the last one is given back to the disk. */
    synchronized void finish(long used, Disk.Output output) {
        if (finished) {
            return;
        }
        finished = true;
        try (output) {
            if (!broken) {
                output.truncate(used);
            }
            if (!unsafe) {
                // Also if a write failed: others may not have been synced yet.
                output.force();
            }
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "log: segment " + segment + " cannot be closed; the next start looks into it", e);
            broken = true;
            unsafe = true;
        }
        settleIfDone();
    }

    /** No record will be added to what a start found. */
    synchronized void finish() {
        finished = true;
        settleIfDone();
    }

    synchronized void breakOff() {
        broken = true;
    }

    /** A sync failed: what its blocks hold is not known, and no later sync would tell. */
    synchronized void breakOffUnsafe() {
        unsafe = true;
        broken = true;
    }

    synchronized boolean isUnsafe() {
        return unsafe;
    }

    synchronized boolean isFinished() {
        return finished;
    }

    synchronized boolean isBroken() {
        return broken;
    }

    synchronized boolean isSettled() {
        return settled;
    }

    private void settleIfDone() {
        if (!finished || broken || settled || !waiting.isEmpty()) {
            return;
        }
        try {
            if (Files.exists(segment) && !Files.exists(mark(segment))) {
                Files.createFile(mark(segment));
            }
            settled = true;
        } catch (IOException e) {
            // Harmless: the next start looks into the segment once more.
            LOG.log(Level.WARNING, "log: {0} cannot be marked as settled: {1}", new Object[] {segment, e.toString()});
        }
    }
}

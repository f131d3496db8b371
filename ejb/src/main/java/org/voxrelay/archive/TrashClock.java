package org.voxrelay.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.DatabaseException;

/**
 * Purges what was in the trash for its time, and gives the disk back what deleted instances took. When something is due stands
 * in the database: a stop at any moment loses nothing.
 */
public final class TrashClock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TrashClock.class.getName());
    /** Of a segment that is deleted before the rest is written anew. */
    private static final double SHARE = 0.3;

    private final Trash trash;
    private final Compaction compaction;
    private final Duration interval;
    private volatile boolean closing;
    private Thread thread;

    public TrashClock(Trash trash, Compaction compaction, Duration interval) {
        this.trash = trash;
        this.compaction = compaction;
        this.interval = interval;
    }

    /** Begins to watch. */
    public void start(ThreadFactory threads) {
        thread = threads.newThread(this::run);
        thread.setName("voxrelay-trash");
        thread.start();
    }

    private void run() {
        while (!closing) {
            tick();
            try {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void pause() throws InterruptedException {
        long end = System.nanoTime() + interval.toNanos();
        for (long left = interval.toMillis(); !closing && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** The edge of this thread: whatever fails is tried again at the next tick, and the one does not hold up the other. */
    private void tick() {
        attempt("purging", () -> {
            int count = trash.purgeDue();
            if (count > 0) {
                LOG.log(Level.INFO, "trash: {0} deletions were kept for their time and are purged", count);
            }
        });
        attempt("compaction", () -> compaction.run(SHARE));
    }

    private interface Chore {
        void run() throws IOException;
    }

    private static void attempt(String what, Chore chore) {
        try {
            chore.run();
        } catch (IOException | DatabaseException e) {
            LOG.log(Level.WARNING, "trash: {0} is tried again later: {1}", new Object[] {what, e.toString()});
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "trash: " + what + " failed and is tried again later", e);
        }
    }

    /** Waits for what is under way, some seconds; an interrupt would close the files that it works on. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        if (thread != null) {
            thread.join(10_000);
        }
    }
}

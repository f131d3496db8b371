package org.voxrelay.db;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Threads that do what waits in the database, a piece at a time, until they are told to end. Neither a database that is away nor a
 * fault of our own ends them: they say so, and look again after a pause. What our own end breaks off is no failure, and nothing is
 * said of it.
 */
public final class WorkLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WorkLoop.class.getName());
    private static final Duration LAST_PIECE = Duration.ofSeconds(10);

    private final Options options;
    private final Work work;
    private final Semaphore wake = new Semaphore(0);
    private final List<Thread> running = new ArrayList<>();
    private volatile boolean closing;

    /**
     * @param name of the threads, and of what fails in the log
     * @param poll how long to wait when there was nothing to do
     * @param afterFailure how long to wait when a piece failed
     */
    public record Options(String name, int threads, Duration poll, Duration afterFailure) {}

    /** What a thread does again and again. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does a piece of it.
         *
         * @return whether there was one
         */
        boolean doOne() throws InterruptedException;
    }

    /** Begins nothing yet. */
    public WorkLoop(Options options, Work work) {
        this.options = options;
        this.work = work;
    }

    /** Begins to work. */
    public void start(ThreadFactory factory) {
        for (int i = 0; i < options.threads(); i++) {
            Thread thread = factory.newThread(this::run);
            thread.setName("voxrelay-" + options.name() + (options.threads() > 1 ? "-" + i : ""));
            running.add(thread);
            thread.start();
        }
    }

    /** There is something to do: no need to wait for the next look. */
    public void wake() {
        wake.release();
    }

    /** Whether it was told to end. */
    public boolean isClosing() {
        return closing;
    }

    private void run() {
        try {
            while (!closing) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws InterruptedException {
        try {
            if (!work.doOne() && wake.tryAcquire(options.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (DatabaseException e) {
            if (!closing) {
                LOG.log(Level.WARNING, "{0} waits: {1}", new Object[] {options.name(), e.getMessage()});
                Thread.sleep(options.afterFailure().toMillis());
            }
        } catch (RuntimeException e) {
            // The edge of this thread: our own fault with one piece must not hold up all others for ever.
            if (!closing) {
                LOG.log(Level.SEVERE, options.name() + " failed", e);
                Thread.sleep(options.afterFailure().toMillis());
            }
        }
    }

    /** Begins no other piece, breaks off what is in hand, and waits some seconds for that. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        running.forEach(Thread::interrupt);
        long end = System.nanoTime() + LAST_PIECE.toNanos();
        for (Thread thread : running) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
    }
}

package org.voxrelay.worker;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.worker.Outcome.Lost;

/**
 * A child process that does one request at a time, started when it is first needed and again after each death. A crash, a
 * hang or a lack of memory in it is one {@link Lost} request. For use by several threads; they wait for one another.
 */
public final class Worker implements Closeable {
    private static final Logger LOG = Logger.getLogger(Worker.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final WorkerCommand command;
    private final WorkerLimits limits;
    private final ThreadFactory threads;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile Optional<ChildProcess> child = Optional.empty();
    private int deathsInARow;
    private long nextStart = System.nanoTime();
    private volatile boolean closed;

    /** @param threads three are made for each life of the child, and end with it */
    public Worker(WorkerCommand command, WorkerLimits limits, ThreadFactory threads) {
        this.command = command;
        this.limits = limits;
        this.threads = threads;
    }

    /**
     * Has a request done.
     *
     * @param request at most {@link WorkerLimits#messageBytes}
     * @param bulk shared with the child until this returns; after a {@link Lost} request it must not be used again,
     *     for a dying child may still write into it
     * @param limit for waiting for a turn, and again for the work; a start in between has its own
     * @throws InterruptedException then the child, if it was at work, is stopped
     */
    public Outcome call(byte[] request, Optional<SharedMemory> bulk, Duration limit) throws InterruptedException {
        byte[] message = Request.of(request, bulk).toBytes();
        if (message.length > limits.messageBytes()) {
            throw new IllegalArgumentException("a request of " + message.length + " bytes");
        }
        long deadline = System.nanoTime() + limit.toNanos();
        if (!turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return new Lost(Loss.BUSY, "No worker process became free in time.");
        }
        try {
            Outcome started = ensureStarted(deadline);
            return started instanceof Lost ? started : exchange(message, limit);
        } finally {
            turn.unlock();
        }
    }

    private Outcome exchange(byte[] message, Duration limit) throws InterruptedException {
        Outcome outcome = child.orElseThrow().exchange(message, limit);
        if (outcome instanceof Lost lost) {
            return recordDeath(lost);
        }
        deathsInARow = 0;
        return outcome;
    }

    private Outcome ensureStarted(long deadline) throws InterruptedException {
        if (child.filter(ChildProcess::isUsable).isPresent()) {
            return new Outcome.Answered(new byte[0]);
        }
        child.ifPresent(ChildProcess::kill);
        child = Optional.empty();
        if (nextStart - deadline > 0) {
            return new Lost(Loss.NOT_STARTED, "The worker process ended " + deathsInARow + " times in a row.");
        }
        TimeUnit.NANOSECONDS.sleep(nextStart - System.nanoTime());
        try {
            child = Optional.of(ChildProcess.start(command, limits, threads));
        } catch (IOException e) {
            return recordDeath(new Lost(Loss.NOT_STARTED, "The worker process did not start: " + e.getMessage()));
        }
        if (closed) { // looked at after the start: close() stops what it can see
            close();
            return new Lost(Loss.CLOSED, "The server is stopping.");
        }
        Outcome ready = child.orElseThrow().awaitReady(limits.start());
        return ready instanceof Lost lost ? recordDeath(lost) : ready;
    }

    private Lost recordDeath(Lost lost) {
        child = Optional.empty();
        deathsInARow++;
        long pause = deathsInARow == 1 ? 0 : FIRST_PAUSE.toNanos() << Math.min(deathsInARow - 2, 20);
        nextStart = System.nanoTime() + Math.min(pause, limits.backOff().toNanos());
        LOG.log(Level.WARNING, "A request to a worker process ({0}) is lost: {1}", new Object[] {
            command.mainClass(), lost.detail()
        });
        return closed ? new Lost(Loss.CLOSED, "The server is stopping.") : lost;
    }

    /** Stops the child, at work or not. */
    @Override
    public void close() {
        closed = true;
        child.ifPresent(ChildProcess::kill);
    }
}

package org.voxrelay.worker;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.voxrelay.worker.Outcome.Lost;

/** Several child processes of the same kind: requests go to the one that was used last, so that idle ones stay idle. */
public final class WorkerPool implements Closeable {
    private final List<Worker> workers;
    private final LinkedBlockingDeque<Worker> idle;

    /** @param size the most child processes, 1 or more; each starts when it is first needed */
    public WorkerPool(int size, WorkerCommand command, WorkerLimits limits, ThreadFactory threads) {
        workers = Stream.generate(() -> new Worker(command, limits, threads))
                .limit(size)
                .toList();
        idle = new LinkedBlockingDeque<>(workers);
    }

    /** As {@link Worker#call}, by whichever child is free. */
    public Outcome call(byte[] request, Optional<SharedMemory> bulk, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Worker worker = idle.pollFirst(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (worker == null) {
            return new Lost(Loss.BUSY, "No worker process became free in time.");
        }
        try {
            return worker.call(request, bulk, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } finally {
            idle.addFirst(worker);
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}

package org.voxrelay.archive.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Three buffers on a block's border: one is filled while the others are written. */
final class WriteBuffers {
    static final int CAPACITY = 256 * 1024;
    private static final int COUNT = 3;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private final ArrayDeque<Writing> writing = new ArrayDeque<>();
    private ByteBuffer current;

    private record Writing(ByteBuffer buffer, Future<?> end) {}

    WriteBuffers() {
        var all = ByteBuffer.allocateDirect(COUNT * CAPACITY + Segment.BLOCK).alignedSlice(Segment.BLOCK);
        for (int i = 0; i < COUNT; i++) {
            free.add(all.slice(i * CAPACITY, CAPACITY));
        }
        current = free.remove();
    }

    ByteBuffer current() {
        return current;
    }

    /** Has the current buffer written by another thread, and takes the next that is free. */
    void turn(ExecutorService threads, Callable<?> write) throws IOException {
        writing.add(new Writing(current, threads.submit(write)));
        if (free.isEmpty()) {
            Writing oldest = writing.remove();
            await(oldest.end());
            free.add(oldest.buffer());
        }
        current = free.remove().clear();
    }

    /** Waits until all that was handed over is written. */
    void await() throws IOException {
        while (!writing.isEmpty()) {
            Writing oldest = writing.remove();
            free.add(oldest.buffer());
            await(oldest.end());
        }
    }

    /** Makes them ready for another record; whatever became of the last one. */
    WriteBuffers reset() {
        while (!writing.isEmpty()) {
            try {
                await();
            } catch (IOException ignored) {
                // that record is given up
            }
        }
        current.clear();
        return this;
    }

    private static void await(Future<?> end) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    end.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // the buffer is not ours before the write has ended
                } catch (ExecutionException e) {
                    throw new IOException(
                            "the log could not be written: " + e.getCause().getMessage(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

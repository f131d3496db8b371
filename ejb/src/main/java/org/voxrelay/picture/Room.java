package org.voxrelay.picture;

import java.util.concurrent.Semaphore;

/** Memory that decoding and drawing may take together; who finds none waits for the others. */
final class Room {
    private static final long UNIT = 1 << 20;

    private final int units;
    private final Semaphore free;

    Room(long bytes) {
        units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
        free = new Semaphore(units, true);
    }

    /** Taken room. */
    interface Taken extends AutoCloseable {
        @Override
        void close();
    }

    /** What needs more than there is has all of it. */
    Taken take(long bytes) throws InterruptedException {
        int wanted = (int) Math.max(1, Math.min(units, bytes / UNIT));
        free.acquire(wanted);
        return () -> free.release(wanted);
    }
}

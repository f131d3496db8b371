package org.voxrelay.dimse;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.voxrelay.dimse.AssociationException.Cause;

/** How many associations this side may have open with a peer at once; shared by all requests to it. For many threads. */
public final class Seats {
    private final int count;
    private final Duration wait;
    private final Semaphore free;

    /**
     * @param count at least 1
     * @param wait how long a request waits for another association to end
     */
    public Seats(int count, Duration wait) {
        this.count = count;
        this.wait = wait;
        free = new Semaphore(count, true);
    }

    public int count() {
        return count;
    }

    void take() throws AssociationException {
        try {
            if (!free.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssociationException(
                        Cause.TIMEOUT,
                        "The peer may have " + count + " associations at once, and none of them ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssociationException(Cause.ABORTED_HERE, "closed here", e);
        }
    }

    void giveBack() {
        free.release();
    }
}

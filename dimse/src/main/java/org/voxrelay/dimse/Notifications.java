package org.voxrelay.dimse;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.voxrelay.dimse.AssociationException.Cause;

/** What waits to be said on an association whose peer usually asks; at most as much as may be outstanding there. */
final class Notifications implements PeerLink {
    private record Waiting(NormalizedMessage message, CompletableFuture<NormalizedResult> answer) {}

    private final AssociationInfo association;
    private final Runnable wakeUp;
    private final int bound;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private boolean over;

    /** @param wakeUp makes the association's thread call {@link #sendAll} soon */
    Notifications(AssociationInfo association, int bound, Runnable wakeUp) {
        this.association = association;
        this.bound = bound;
        this.wakeUp = wakeUp;
    }

    @Override
    public AssociationInfo association() {
        return association;
    }

    @Override
    public CompletableFuture<NormalizedResult> send(NormalizedMessage message) {
        Waiting waiting = new Waiting(message, new CompletableFuture<>());
        synchronized (this) {
            if (over || queue.size() >= bound) {
                waiting.answer().completeExceptionally(ended());
                return waiting.answer();
            }
            queue.add(waiting);
        }
        wakeUp.run();
        return waiting.answer();
    }

    private synchronized boolean hasNext() {
        return !queue.isEmpty();
    }

    private synchronized Waiting next() {
        return queue.remove();
    }

    /** Sends what waits; for the association's thread. */
    void sendAll(NormalizedScu scu) throws AssociationException {
        while (hasNext()) {
            Waiting waiting = next();
            try {
                NormalizedMessage message = waiting.message();
                waiting.answer().complete(scu.perform(message.sopClassUid(), message));
            } catch (AssociationException e) {
                waiting.answer().completeExceptionally(e);
                throw e;
            } catch (IOException | RuntimeException e) {
                waiting.answer().completeExceptionally(new AssociationException(Cause.ABORTED_HERE, e.getMessage(), e));
            }
        }
    }

    /** The association is over: what waits will not be sent. */
    void end() {
        synchronized (this) {
            over = true;
        }
        queue.forEach(waiting -> waiting.answer().completeExceptionally(ended()));
        queue.clear();
    }

    private static AssociationException ended() {
        return new AssociationException(Cause.ABORTED_HERE, "The association is over, or has enough to say already");
    }
}

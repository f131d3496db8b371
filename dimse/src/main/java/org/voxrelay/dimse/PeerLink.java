package org.voxrelay.dimse;

import java.util.concurrent.CompletableFuture;

/** The association that a request came on, to say something there later. For any thread. */
public interface PeerLink {
    AssociationInfo association();

    /**
     * Sends a notification as soon as the association is between two messages; the answer to the present request goes
     * first.
     *
     * @return the peer's answer; an {@link AssociationException} if the association is over, or ends before the answer
     *     came, or has no context for it: then a new association is the way
     */
    CompletableFuture<NormalizedResult> send(NormalizedMessage message);
}

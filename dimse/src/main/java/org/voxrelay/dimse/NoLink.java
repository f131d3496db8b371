package org.voxrelay.dimse;

import java.util.concurrent.CompletableFuture;
import org.voxrelay.dimse.AssociationException.Cause;

/** The requester has its {@link Association} to send on, in a thread of its own choice. */
record NoLink(AssociationInfo association) implements PeerLink {
    @Override
    public CompletableFuture<NormalizedResult> send(NormalizedMessage message) {
        return CompletableFuture.failedFuture(
                new AssociationException(Cause.ABORTED_HERE, "The requester sends by its Association"));
    }
}

package org.voxrelay.dimse;

import java.util.Optional;

/** Knows where the AE titles are to which a C-MOVE can send. Called by many threads at once. */
@FunctionalInterface
public interface MoveDestinations {
    /**
     * @return a new request without contexts, to be opened once or more; empty if the title is unknown or this requester
     *     may not send there, answered as "move destination unknown"
     */
    Optional<AssociationRequest> find(RetrieveRequest request, String aeTitle);
}

package org.voxrelay.dimse;

import java.net.InetAddress;
import java.util.Optional;

/** Decides who may associate. */
@FunctionalInterface
public interface AssociationPolicy {
    /** Everybody, whatever title is called. */
    AssociationPolicy ANYBODY = offer -> Optional.empty();

    /** @return the reason to reject; empty to accept */
    Optional<Rejection> check(Offer offer);

    /** Everybody who calls this title. */
    static AssociationPolicy calling(String calledAeTitle) {
        return offer -> offer.calledAeTitle().equals(calledAeTitle)
                ? Optional.empty()
                : Optional.of(Rejection.CALLED_AE_TITLE_NOT_RECOGNIZED);
    }

    /** What is known of a requester before it is let in; nothing of it is proven but the address. */
    record Offer(String callingAeTitle, String calledAeTitle, InetAddress peer) {}
}

package org.voxrelay.dimse;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;
import org.voxrelay.dimse.pdu.UserIdentity;

/** Decides who may associate. Called by many threads at once. */
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

    /**
     * Nobody while there is a reason, such as a disk that is nearly full: {@link Rejection#TEMPORARY_CONGESTION} or
     * {@link Rejection#LOCAL_LIMIT_EXCEEDED} make a sender try again later.
     */
    static AssociationPolicy unless(Supplier<Optional<Rejection>> reason) {
        return offer -> reason.get();
    }

    /** @return whom both let in; the reason of this one goes first */
    default AssociationPolicy and(AssociationPolicy other) {
        return offer -> check(offer).or(() -> other.check(offer));
    }

    /**
     * What is known of a requester before it is let in; nothing of it is proven but the address and the certificate.
     *
     * @param encrypted whether it came by TLS
     * @param certificate the one it has shown, which the trust store vouches for
     * @param identity what it says who it is
     * @param abstractSyntaxes of all contexts it proposes
     * @param related what it says of classes that not everybody knows
     */
    record Offer(
            String callingAeTitle,
            String calledAeTitle,
            InetAddress peer,
            boolean encrypted,
            Optional<X509Certificate> certificate,
            Optional<UserIdentity> identity,
            List<String> abstractSyntaxes,
            List<CommonExtendedNegotiation> related) {
        public Offer {
            abstractSyntaxes = List.copyOf(abstractSyntaxes);
            related = List.copyOf(related);
        }
    }
}

package org.voxrelay.dimse;

import org.voxrelay.dimse.pdu.Octets;
import org.voxrelay.dimse.pdu.UserIdentity;

/** Looks at the user identity of a request, where there is one (PS3.7 section D.3.3.7). Called by many threads at once. */
@FunctionalInterface
public interface IdentityVerifier {
    /** Lets identities pass unseen; a requester that wants a positive response gets none. */
    IdentityVerifier NONE = (offer, identity) -> new Result.Ignored();

    Result verify(AssociationPolicy.Offer offer, UserIdentity identity);

    /** What came out. */
    sealed interface Result {
        /** Nobody looked: the association goes on as if there were no identity. */
        record Ignored() implements Result {}

        /**
         * It is who it says.
         *
         * @param user the name that {@link AssociationInfo#user()} gives
         * @param response for Kerberos the server ticket, for others nothing; sent if a response was asked for
         */
        record Verified(String user, Octets response) implements Result {
            public Verified(String user) {
                this(user, Octets.NONE);
            }
        }

        /** It is not: the association is rejected. */
        record Refused() implements Result {}
    }
}

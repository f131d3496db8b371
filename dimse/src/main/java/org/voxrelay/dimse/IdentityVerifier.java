package org.voxrelay.dimse;

import java.util.Optional;
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
         * @param response for Kerberos the server ticket, for SAML the SAML response, for a JSON Web Token what the two
         *     sides know of (the Standard names nothing); for others nothing. Sent if a response was asked for
         */
        record Verified(String user, Octets response) implements Result {
            public Verified(String user) {
                this(user, Octets.NONE);
            }

            /**
             * What the answer holds. A ticket and an assertion can only be confirmed by one of this side, so without it
             * they are not answered; a user name is confirmed by an empty response (PS3.7 Table D.3-15).
             */
            Optional<Octets> responseTo(UserIdentity.Type type) {
                return switch (type) {
                    case USERNAME, USERNAME_AND_PASSCODE -> Optional.of(Octets.NONE);
                    case KERBEROS, SAML -> Optional.of(response).filter(given -> given.size() > 0);
                    case JSON_WEB_TOKEN -> Optional.of(response);
                };
            }
        }

        /** It is not: the association is rejected. */
        record Refused() implements Result {}
    }
}

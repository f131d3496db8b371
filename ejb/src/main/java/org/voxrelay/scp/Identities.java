package org.voxrelay.scp;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.config.DicomSettings.UserIdentities;
import org.voxrelay.dimse.AssociationPolicy.Offer;
import org.voxrelay.dimse.IdentityVerifier;
import org.voxrelay.dimse.pdu.UserIdentity;

/**
 * User identities as the setting wants them (PS3.7 section D.3.3.7). Nobody can check one before there is a log-in: what is
 * accepted is what the requester says of itself. Passcodes, tickets and tokens are neither looked at nor logged.
 */
public final class Identities implements IdentityVerifier {
    private static final Logger LOG = Logger.getLogger(Identities.class.getName());
    private static final int LONGEST_NAME = 64;

    private final UserIdentities setting;

    public Identities(UserIdentities setting) {
        this.setting = setting;
    }

    @Override
    public Result verify(Offer offer, UserIdentity identity) {
        String name = name(identity);
        LOG.log(Level.INFO, "{0} at {1} says that its user is {2} ({3}, not checked): {4}", new Object[] {
            offer.callingAeTitle().strip(), offer.peer().getHostAddress(), name, identity.type(), setting
        });
        return switch (setting) {
            // A Kerberos ticket and a SAML assertion are confirmed by a ticket and a response that we cannot make.
            case ACCEPT ->
                switch (identity.type()) {
                    case KERBEROS, SAML -> new Result.Ignored();
                    case USERNAME, USERNAME_AND_PASSCODE, JSON_WEB_TOKEN -> new Result.Verified(name);
                };
            case IGNORE -> new Result.Ignored();
            case REFUSE -> new Result.Refused();
        };
    }

    private static String name(UserIdentity identity) {
        return switch (identity.type()) {
            case USERNAME, USERNAME_AND_PASSCODE -> printable(identity.primary().utf8());
            case KERBEROS, SAML, JSON_WEB_TOKEN -> "(" + identity.primary().size() + " bytes)";
        };
    }

    private static String printable(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return cut.replaceAll("\\p{C}", "?");
    }
}

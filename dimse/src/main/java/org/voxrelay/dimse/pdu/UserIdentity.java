package org.voxrelay.dimse.pdu;

import java.util.Arrays;
import java.util.Optional;

/**
 * Who a requester says that it is (PS3.7 section D.3.3.7). Nothing of it is checked here.
 *
 * @param responseRequested whether it wants to hear that it was believed
 * @param primary user name, service ticket, assertion or token
 * @param secondary the passcode; empty for other types
 */
public record UserIdentity(Type type, boolean responseRequested, Octets primary, Octets secondary) {
    /** How it shows it. */
    public enum Type {
        USERNAME(1),
        USERNAME_AND_PASSCODE(2),
        KERBEROS(3),
        SAML(4),
        JSON_WEB_TOKEN(5);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** @return empty for a type of a later edition */
        static Optional<Type> of(int code) {
            return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
        }
    }

    /** @throws IllegalArgumentException if the fields are longer than an item can be */
    public UserIdentity {
        if (primary.size() + secondary.size() > 60_000) {
            throw new IllegalArgumentException("a user identity of more than 60000 bytes");
        }
    }

    public static UserIdentity username(String name) {
        return new UserIdentity(Type.USERNAME, false, Octets.ofUtf8(name), Octets.NONE);
    }

    public static UserIdentity usernameAndPasscode(String name, String passcode) {
        return new UserIdentity(Type.USERNAME_AND_PASSCODE, false, Octets.ofUtf8(name), Octets.ofUtf8(passcode));
    }

    /** @param serviceTicket as RFC 4120 encodes it */
    public static UserIdentity kerberos(Octets serviceTicket) {
        return new UserIdentity(Type.KERBEROS, false, serviceTicket, Octets.NONE);
    }

    /** @param assertion as XML */
    public static UserIdentity saml(String assertion) {
        return new UserIdentity(Type.SAML, false, Octets.ofUtf8(assertion), Octets.NONE);
    }

    public static UserIdentity jsonWebToken(String token) {
        return new UserIdentity(Type.JSON_WEB_TOKEN, false, Octets.ofUtf8(token), Octets.NONE);
    }

    /** @return the same, asking for a positive response */
    public UserIdentity withResponseRequested() {
        return new UserIdentity(type, true, primary, secondary);
    }
}

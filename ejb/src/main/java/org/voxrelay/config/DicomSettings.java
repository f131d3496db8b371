package org.voxrelay.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What an administrator can set of the DICOM network node.
 *
 * @param unknownNodes for callers that are no known nodes
 * @param identities for callers that say who their user is
 * @param maxMatches answers of one C-FIND, and instances of one C-MOVE or C-GET; more is refused
 * @param tlsPort of the listener for TLS; 0 takes a free one, empty is none
 * @param tls empty if there is no key store and no trust store
 */
public record DicomSettings(
        UnknownNodes unknownNodes, UserIdentities identities, int maxMatches, OptionalInt tlsPort, Optional<Tls> tls) {

    /** As it is when nothing is set. */
    public static final DicomSettings DEFAULT = new DicomSettings(
            UnknownNodes.RETRIEVE, UserIdentities.ACCEPT, 100_000, OptionalInt.empty(), Optional.empty());

    /** What becomes of a user identity (PS3.7 section D.3.3.7). There is no log-in yet, so nobody can check it. */
    public enum UserIdentities {
        /** Taken as it is said, logged, and answered positively where an answer is asked for. */
        ACCEPT,
        /** Not looked at; a requester that insists on an answer gets none. */
        IGNORE,
        /** An association that brings one is rejected. */
        REFUSE
    }

    /** Whether a requester shows a certificate. */
    public enum ClientAuthentication {
        NEED,
        WANT,
        NO
    }

    /** A PKCS #12 file; for certificates without a key also PEM. */
    public record KeyFile(Path file, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * Keys for TLS.
     *
     * @param keys our private key and certificate; without them there is no listener, and no certificate to show
     * @param trust whom we believe; without it those whom the Java runtime believes
     * @param verifyHostNames whether the certificate of a node that we call must name its host
     */
    public record Tls(
            Optional<KeyFile> keys, Optional<KeyFile> trust, ClientAuthentication clients, boolean verifyHostNames) {}

    static DicomSettings read(Values values) {
        Optional<KeyFile> keys = keyFile(values, "tls.key.store");
        Optional<KeyFile> trust = keyFile(values, "tls.trust.store");
        ClientAuthentication clients =
                word(values, "tls.client.auth", ClientAuthentication.class, ClientAuthentication.NEED);
        boolean listens = !values.text("dicom.tls.port", "").isEmpty();
        if (listens && keys.isEmpty()) {
            throw new IllegalArgumentException("voxrelay.dicom.tls.port needs a key in voxrelay.tls.key.store");
        }
        return new DicomSettings(
                word(values, "unknown.nodes", UnknownNodes.class, DEFAULT.unknownNodes()),
                word(values, "user.identities", UserIdentities.class, DEFAULT.identities()),
                (int) values.number("max.matches", DEFAULT.maxMatches(), 1, 1_000_000),
                listens ? OptionalInt.of((int) values.number("dicom.tls.port", 2762, 0, 65535)) : OptionalInt.empty(),
                keys.isEmpty() && trust.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Tls(keys, trust, clients, values.flag("tls.verify.host"))));
    }

    private static Optional<KeyFile> keyFile(Values values, String name) {
        String file = values.text(name, "");
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new KeyFile(Path.of(file).toAbsolutePath(), values.text(name + ".password", "")));
    }

    private static <E extends Enum<E>> E word(Values values, String name, Class<E> words, E fallback) {
        String word = values.text(name, fallback.name());
        try {
            return Enum.valueOf(words, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String known = Arrays.stream(words.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException("voxrelay." + name + " must be one of " + known + ": " + word);
        }
    }
}

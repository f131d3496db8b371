package org.voxrelay.dimse;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where keys and trust come from.
 *
 * @param keyStore PKCS#12 with our private key and its chain; a requester may have none
 * @param keyStorePassword of the file and of the key in it
 * @param trustStore whom to believe: PKCS#12 with trusted certificates, or certificates in PEM. Without one a requester
 *     believes whom the Java runtime does, and an acceptor nobody
 * @param clientCertificates what an acceptor asks of requesters
 * @param verifyHostName whether a requester wants the acceptor's certificate to name the host; AE titles and addresses
 *     are often not in it, and a trust store of one's own peers says more
 */
public record TlsSettings(
        Optional<Path> keyStore,
        String keyStorePassword,
        Optional<Path> trustStore,
        String trustStorePassword,
        ClientCertificates clientCertificates,
        boolean verifyHostName) {
    /** Whether requesters must show a certificate. */
    public enum ClientCertificates {
        NOT_ASKED,
        WANTED,
        /** Mutual authentication. */
        REQUIRED
    }

    /** Mutual authentication by certificates of a trust store; the host name is not looked at. */
    public static TlsSettings mutual(Path keyStore, String keyStorePassword, Path trustStore, String trustPassword) {
        return new TlsSettings(
                Optional.of(keyStore),
                keyStorePassword,
                Optional.of(trustStore),
                trustPassword,
                ClientCertificates.REQUIRED,
                false);
    }

    /** The passwords are not printed. */
    @Override
    public String toString() {
        return "TlsSettings[keyStore=" + keyStore + ", trustStore=" + trustStore + ", clientCertificates="
                + clientCertificates + ", verifyHostName=" + verifyHostName + "]";
    }
}

package org.voxrelay.dimse;

import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;

/**
 * The BCP 195 RFC 8996, 9325 TLS Secure Transport Connection Profile (PS3.15 section B.12): TLS 1.3 and 1.2 and nothing
 * older, forward secrecy and authenticated encryption only, nothing that a peer could talk us down from.
 */
final class TlsProfile {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");

    private TlsProfile() {}

    static void applyTo(SSLEngine engine) {
        engine.setEnabledProtocols(PROTOCOLS.toArray(String[]::new));
        List<String> supported = Arrays.asList(engine.getSupportedCipherSuites());
        engine.setEnabledCipherSuites(
                CIPHER_SUITES.stream().filter(supported::contains).toArray(String[]::new));
    }
}

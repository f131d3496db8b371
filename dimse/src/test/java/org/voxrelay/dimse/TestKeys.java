package org.voxrelay.dimse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dimse.TlsSettings.ClientCertificates;
import org.voxrelay.peers.Peers;

/** Keys with certificates that sign themselves, made by the JDK's keytool: good for a test only. */
final class TestKeys {
    static final String PASSWORD = "password";

    private static final String KEYTOOL =
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString();

    private TestKeys() {}

    /** A PKCS#12 file with a new key. */
    static Path key(Path folder, String name) {
        Path file = folder.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                file.toString());
        return file;
    }

    /** The certificates of these keys in PEM, to be trusted. */
    static Path trust(Path folder, Path... keys) throws IOException {
        Path file = Files.createTempFile(folder, "trust", ".pem");
        StringBuilder pem = new StringBuilder();
        for (Path key : keys) {
            pem.append(keytool("-exportcert", "-rfc", "-alias", "key", "-keystore", key.toString()));
        }
        Files.writeString(file, pem);
        return file;
    }

    /** The private key in PEM without a password, as DCMTK and Python want it. */
    static Path privatePem(Path folder, Path key) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(key)) {
            store.load(in, PASSWORD.toCharArray());
        }
        byte[] bytes = store.getKey("key", PASSWORD.toCharArray()).getEncoded();
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return Files.writeString(
                folder.resolve(key.getFileName() + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    private static String keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(KEYTOOL));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Peers.Ended ended = Peers.run(command.toArray(String[]::new));
        if (ended.exitCode() != 0) {
            throw new IllegalStateException(ended.output());
        }
        return ended.output();
    }

    static TlsContext mutual(Path key, Path trust) throws IOException {
        return TlsContext.of(TlsSettings.mutual(key, PASSWORD, trust, ""));
    }

    /** An acceptor that does not ask for certificates. */
    static TlsContext oneSided(Path key) throws IOException {
        return TlsContext.of(
                new TlsSettings(Optional.of(key), PASSWORD, Optional.empty(), "", ClientCertificates.NOT_ASKED, false));
    }

    /** A requester without a key. */
    static TlsContext trusting(Path trust, boolean verifyHostName) throws IOException {
        return TlsContext.of(new TlsSettings(
                Optional.empty(), "", Optional.of(trust), "", ClientCertificates.NOT_ASKED, verifyHostName));
    }
}

package org.voxrelay.dimse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS by the profile of PS3.15 section B.12, for listeners and requests. Files that change are read again for the next
 * connection; connections that are open keep what they have. If the new files cannot be read, the old keys hold and the
 * log says so. For any thread.
 */
public final class TlsContext {
    private static final Logger LOG = System.getLogger(TlsContext.class.getName());
    private static final int CACHED_SESSIONS = 1024;

    /** How a file looked when it was read. */
    private record Stamp(Path file, long modifiedMillis, long size) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(file, Files.getLastModifiedTime(file).toMillis(), Files.size(file));
        }
    }

    private final TlsSettings settings;
    private List<Stamp> stamps;
    private SSLContext context;

    private TlsContext(TlsSettings settings) throws IOException {
        this.settings = settings;
        stamps = stamps();
        context = load();
    }

    /** @throws IOException if a file is missing, broken or has another password */
    public static TlsContext of(TlsSettings settings) throws IOException {
        return new TlsContext(settings);
    }

    /**
     * Reads the files again, changed or not.
     *
     * @throws IOException if they cannot be read; the old keys hold
     */
    public synchronized void reload() throws IOException {
        List<Stamp> now = stamps();
        context = load();
        stamps = now;
    }

    private synchronized SSLContext current() {
        try {
            List<Stamp> now = stamps();
            if (!now.equals(stamps)) {
                stamps = now; // a broken file is not read again until it changes once more
                context = load();
                LOG.log(Level.INFO, "New TLS keys are in use");
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "The TLS keys have changed but cannot be read; the old ones hold: {0}",
                    e.toString());
        }
        return context;
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> found = new ArrayList<>(2);
        for (Path file : Stream.concat(settings.keyStore().stream(), settings.trustStore().stream())
                .toList()) {
            found.add(Stamp.of(file));
        }
        return found;
    }

    private SSLContext load() throws IOException {
        try {
            SSLContext loaded = SSLContext.getInstance("TLS");
            loaded.init(keyManagers(), trustManagers(), null);
            loaded.getServerSessionContext().setSessionCacheSize(CACHED_SESSIONS);
            loaded.getClientSessionContext().setSessionCacheSize(CACHED_SESSIONS);
            return loaded;
        } catch (GeneralSecurityException e) {
            throw new IOException("The TLS keys cannot be used: " + e.getMessage(), e);
        }
    }

    private KeyManager[] keyManagers() throws IOException, GeneralSecurityException {
        if (settings.keyStore().isEmpty()) {
            return new KeyManager[0];
        }
        char[] password = settings.keyStorePassword().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(settings.keyStore().get())) {
            store.load(in, password);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        Optional<KeyStore> trusted = settings.trustStore().isPresent()
                ? Optional.of(trusted(settings.trustStore().get()))
                : Optional.empty();
        factory.init(trusted.orElse(null)); // null: the runtime's own
        return factory.getTrustManagers();
    }

    private KeyStore trusted(Path file) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        KeyStore store = KeyStore.getInstance("PKCS12");
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
            store.load(
                    new ByteArrayInputStream(bytes),
                    settings.trustStorePassword().toCharArray());
            return store;
        }
        store.load(null, new char[0]);
        int count = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
            store.setCertificateEntry("trusted" + count++, certificate);
        }
        return store;
    }

    SSLEngine acceptorEngine() {
        SSLEngine engine = current().createSSLEngine();
        engine.setUseClientMode(false);
        TlsProfile.applyTo(engine);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        switch (settings.clientCertificates()) {
            case NOT_ASKED -> parameters.setNeedClientAuth(false);
            case WANTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    SSLEngine requesterEngine(String host, int port) {
        SSLEngine engine = current().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        TlsProfile.applyTo(engine);
        if (settings.verifyHostName()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }
}

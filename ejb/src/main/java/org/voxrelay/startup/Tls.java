package org.voxrelay.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.voxrelay.config.DicomSettings;
import org.voxrelay.config.DicomSettings.KeyFile;
import org.voxrelay.dimse.TlsContext;
import org.voxrelay.dimse.TlsSettings;
import org.voxrelay.dimse.TlsSettings.ClientCertificates;

/** The keys of DICOM over TLS, one for listener and requests; empty if none are set. */
record Tls(Optional<TlsContext> context) {
    /** @throws IOException if a file cannot be read */
    static Tls of(DicomSettings settings) throws IOException {
        return settings.tls().isEmpty()
                ? new Tls(Optional.empty())
                : new Tls(Optional.of(TlsContext.of(of(settings.tls().get()))));
    }

    private static TlsSettings of(DicomSettings.Tls tls) {
        Optional<Path> keys = tls.keys().map(KeyFile::file);
        Optional<Path> trust = tls.trust().map(KeyFile::file);
        return new TlsSettings(
                keys,
                tls.keys().map(KeyFile::password).orElse(""),
                trust,
                tls.trust().map(KeyFile::password).orElse(""),
                switch (tls.clients()) {
                    case NEED -> ClientCertificates.REQUIRED;
                    case WANT -> ClientCertificates.WANTED;
                    case NO -> ClientCertificates.NOT_ASKED;
                },
                tls.verifyHostNames());
    }
}

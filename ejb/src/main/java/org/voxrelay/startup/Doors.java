package org.voxrelay.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.voxrelay.config.Settings;
import org.voxrelay.dimse.ApplicationEntity;
import org.voxrelay.dimse.AssociationLimits;
import org.voxrelay.dimse.DimseServer;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.scp.StoreScp;

/** The DICOM listener; the HTTP door is the container's. */
@ApplicationScoped
public class Doors {
    private final Settings settings;
    private final Ingest ingest;
    private volatile Optional<DimseServer> dimse = Optional.empty();

    @Inject
    Doors(Settings settings, Ingest ingest) {
        this.settings = settings;
        this.ingest = ingest;
    }

    void open(ThreadFactory threads) throws IOException {
        var limits = AssociationLimits.DEFAULT.withMaxAssociations(settings.maxAssociations());
        var entity = ApplicationEntity.storing(settings.aeTitle(), new StoreScp(ingest));
        dimse = Optional.of(DimseServer.open(
                new InetSocketAddress(settings.bind(), settings.dicomPort()), entity, limits, threads));
    }

    void close() throws IOException {
        if (dimse.isPresent()) {
            dimse.get().close();
            dimse = Optional.empty();
        }
    }

    /** Whether DICOM associations are taken. */
    public boolean isOpen() {
        return dimse.isPresent();
    }

    /** The port that listens. */
    public int dicomPort() {
        return dimse.map(DimseServer::port).orElseGet(settings::dicomPort);
    }
}

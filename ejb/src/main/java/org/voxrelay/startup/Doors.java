package org.voxrelay.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.config.Settings;
import org.voxrelay.dimse.ApplicationEntity;
import org.voxrelay.dimse.AssociationLimits;
import org.voxrelay.dimse.DimseServer;
import org.voxrelay.dimse.Listener;
import org.voxrelay.scp.DicomServices;
import org.voxrelay.scp.Gate;
import org.voxrelay.scp.Identities;
import org.voxrelay.scp.NodeSeats;

/** The DICOM listeners, plain and for TLS; the HTTP door is the container's. */
@ApplicationScoped
public class Doors {
    private final Settings settings;
    private final InstanceFiles files;
    private final DicomServices services;
    private final Tls tls;
    private volatile Optional<DimseServer> dimse = Optional.empty();

    @Inject
    Doors(Settings settings, InstanceFiles files, DicomServices services, Tls tls) {
        this.settings = settings;
        this.files = files;
        this.services = services;
        this.tls = tls;
    }

    void open(ThreadFactory threads) throws IOException {
        var limits = AssociationLimits.DEFAULT
                .withMaxAssociations(settings.maxAssociations())
                .withMaxPerNode(settings.maxAssociations());
        var seats = new NodeSeats();
        var gate = new Gate(settings.aeTitle(), services.access(), seats, this::isDiskNearlyFull);
        var entity = services.addTo(ApplicationEntity.titled(settings.aeTitle()))
                .policy(gate)
                .identities(new Identities(settings.dicom().identities()))
                .build();
        dimse = Optional.of(DimseServer.open(listeners(), entity, limits, seats.over(threads)));
    }

    private List<Listener> listeners() {
        var listeners = new ArrayList<Listener>();
        listeners.add(Listener.plain(new InetSocketAddress(settings.bind(), settings.dicomPort())));
        OptionalInt tlsPort = settings.dicom().tlsPort();
        if (tlsPort.isPresent()) { // then there are keys: the settings have seen to it
            var address = new InetSocketAddress(settings.bind(), tlsPort.getAsInt());
            listeners.add(Listener.encrypted(address, tls.context().orElseThrow()));
        }
        return listeners;
    }

    private boolean isDiskNearlyFull() {
        try {
            return files.usableBytes() < settings.minFreeBytes();
        } catch (IOException e) {
            return true; // a disk that does not tell takes nothing either
        }
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

    /** The port that listens for plain connections. */
    public int dicomPort() {
        return dimse.map(DimseServer::port).orElseGet(settings::dicomPort);
    }

    /** The port that listens for TLS; empty if none does. */
    public OptionalInt dicomTlsPort() {
        List<Integer> ports = dimse.map(DimseServer::ports).orElse(List.of());
        return ports.size() > 1 ? OptionalInt.of(ports.get(1)) : OptionalInt.empty();
    }
}

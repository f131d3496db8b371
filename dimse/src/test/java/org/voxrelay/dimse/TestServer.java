package org.voxrelay.dimse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Servers on a free port of the loopback interface, with short waits. */
public final class TestServer {
    public static final AssociationLimits LIMITS = AssociationLimits.DEFAULT
            .withIdle(Duration.ofSeconds(20))
            .withArtim(Duration.ofSeconds(5))
            .withGrace(Duration.ofSeconds(5));

    private TestServer() {}

    public static DimseServer open(StoreService store) throws IOException {
        return open(store, LIMITS);
    }

    public static DimseServer open(StoreService store, AssociationLimits limits) throws IOException {
        return open(ApplicationEntity.storing("TEST", store), limits);
    }

    public static DimseServer open(ApplicationEntity entity, AssociationLimits limits) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return DimseServer.open(address, entity, limits, task -> {
            Thread thread = new Thread(task, "test-association");
            thread.setDaemon(true);
            return thread;
        });
    }

    public static AssociationRequest request(DimseServer server) {
        return AssociationRequest.to(InetAddress.getLoopbackAddress().getHostAddress(), server.port())
                .calledAeTitle("TEST")
                .callingAeTitle("TESTSCU")
                .limits(LIMITS);
    }
}

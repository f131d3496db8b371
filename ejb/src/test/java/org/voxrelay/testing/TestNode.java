package org.voxrelay.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.voxrelay.config.DicomSettings.UserIdentities;
import org.voxrelay.config.UnknownNodes;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dimse.ApplicationEntity;
import org.voxrelay.dimse.AssociationLimits;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.DimseServer;
import org.voxrelay.nodes.Access;
import org.voxrelay.nodes.KnownNodes;
import org.voxrelay.nodes.Nodes;
import org.voxrelay.nodes.Outbox;
import org.voxrelay.retrieve.DataSets;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.retrieve.Retrieval;
import org.voxrelay.scp.CommitmentScp;
import org.voxrelay.scp.Destinations;
import org.voxrelay.scp.DicomServices;
import org.voxrelay.scp.FindScp;
import org.voxrelay.scp.Gate;
import org.voxrelay.scp.Identities;
import org.voxrelay.scp.NodeSeats;
import org.voxrelay.scp.RetrieveScp;
import org.voxrelay.scp.StoreScp;
import org.voxrelay.scu.AvailabilityNotification;
import org.voxrelay.scu.CommitmentReport;
import org.voxrelay.scu.NodeRequests;
import org.voxrelay.scu.OpenLinks;
import org.voxrelay.scu.Postman;

/** An archive with its DICOM door, wired as the server wires it, on a free port of the loopback. */
public final class TestNode implements AutoCloseable {
    public static final String TITLE = "TESTNODE";
    public static final int MOST = 300;

    public final TestArchive archive;
    public final Nodes nodes;
    public final KnownNodes known;
    public final Outbox outbox;
    public final OpenLinks links = new OpenLinks();
    public final Postman postman;
    public final AtomicBoolean diskNearlyFull = new AtomicBoolean();
    private final DimseServer server;

    private TestNode(Path folder, UnknownNodes unknown) throws IOException {
        archive = TestArchive.start(folder);
        nodes = new Nodes(archive.database);
        known = new KnownNodes(nodes::list);
        outbox = new Outbox(archive.database);
        var requests = new NodeRequests(TITLE, Optional.empty());
        postman = new Postman(
                outbox,
                nodes,
                requests,
                links,
                new CommitmentReport(archive.index),
                new AvailabilityNotification(archive.index, study -> true, TITLE));
        var access = new Access(known, unknown);
        var seats = new NodeSeats();
        var entity = services(access, requests)
                .addTo(ApplicationEntity.titled(TITLE))
                .policy(new Gate(TITLE, access, seats, diskNearlyFull::get))
                .identities(new Identities(UserIdentities.ACCEPT))
                .build();
        ThreadFactory threads = Executors.defaultThreadFactory();
        server = DimseServer.open(
                new InetSocketAddress("127.0.0.1", 0), entity, AssociationLimits.DEFAULT, seats.over(threads));
    }

    private DicomServices services(Access access, NodeRequests requests) {
        var retrieval = new Retrieval(archive.database, archive.indexer, archive.index);
        var dataSets = new DataSets(new InstanceReader(archive.files), Codecs.withoutProcess());
        return new DicomServices(
                access,
                new StoreScp(archive.ingest, access),
                new FindScp(archive.queries, access, TITLE, MOST),
                new RetrieveScp(retrieval, dataSets, access, TITLE, MOST),
                new Destinations(TITLE, access, requests),
                new CommitmentScp(outbox, links, access));
    }

    /** A running node in an empty folder. */
    public static TestNode start(Path folder, UnknownNodes unknown) throws IOException {
        return new TestNode(folder, unknown);
    }

    /** A request of this caller, without contexts. */
    public AssociationRequest request(String callingAeTitle) {
        return AssociationRequest.to("127.0.0.1", server.port())
                .callingAeTitle(callingAeTitle)
                .calledAeTitle(TITLE);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        archive.close();
    }
}

package org.voxrelay.scu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.config.UnknownNodes;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.ApplicationEntity;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationLimits;
import org.voxrelay.dimse.DimseServer;
import org.voxrelay.dimse.NormalizedMessage;
import org.voxrelay.dimse.NormalizedOperation;
import org.voxrelay.dimse.NormalizedResult;
import org.voxrelay.dimse.NormalizedService;
import org.voxrelay.dimse.Status;
import org.voxrelay.dimse.StorageCommitment.Failure;
import org.voxrelay.dimse.StorageCommitment.Item;
import org.voxrelay.dimse.StorageCommitment.Report;
import org.voxrelay.dimse.StorageCommitment.Request;
import org.voxrelay.nodes.AvailabilityOrders;
import org.voxrelay.nodes.Node;
import org.voxrelay.nodes.Permission;
import org.voxrelay.testing.TestNode;

class PostmanTest {
    private static final String COMMITMENT = UID.StorageCommitmentPushModel;
    private static final Uid TRANSACTION = new Uid("2.25.77");

    @TempDir
    Path folder;

    private TestNode node;
    private final LinkedBlockingQueue<NormalizedMessage> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder, UnknownNodes.RETRIEVE);
        node.archive.ingest.receive(cStore(new Attributes()
                .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, "1.2.1.1.1")
                .setString(Tag.StudyInstanceUID, VR.UI, "1.2.1")
                .setString(Tag.SeriesInstanceUID, VR.UI, "1.2.1.1")));
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private void know(int port) {
        node.nodes.add(new Node("FRIEND", "127.0.0.1", port, false, "", EnumSet.allOf(Permission.class), 4, true));
        node.known.forget();
    }

    private NormalizedService listening(int status) {
        return request -> {
            told.add(request.message());
            return new NormalizedResult(status, "", request.message().sopInstance(), new Attributes());
        };
    }

    private DimseServer friend(int status) throws IOException {
        var entity = ApplicationEntity.titled("FRIEND")
                .normalized(listening(status), COMMITMENT, UID.InstanceAvailabilityNotification)
                .build();
        return DimseServer.open(
                new InetSocketAddress("127.0.0.1", 0),
                entity,
                AssociationLimits.DEFAULT,
                Executors.defaultThreadFactory());
    }

    private static NormalizedMessage request() {
        return new Request(
                        TRANSACTION,
                        List.of(
                                new Item(UID.CTImageStorage, "1.2.1.1.1"),
                                new Item(UID.MRImageStorage, "1.2.1.1.1"),
                                new Item(UID.CTImageStorage, "1.2.1.1.2")))
                .message();
    }

    private static Report expected() {
        return new Report(
                TRANSACTION,
                List.of(new Item(UID.CTImageStorage, "1.2.1.1.1")),
                List.of(
                        new Failure(new Item(UID.MRImageStorage, "1.2.1.1.1"), 0x0119),
                        new Failure(new Item(UID.CTImageStorage, "1.2.1.1.2"), 0x0112)));
    }

    private Association open() throws IOException {
        return node.request("FRIEND")
                .addVerification()
                .addService(COMMITMENT)
                .serving(listening(Status.SUCCESS), COMMITMENT)
                .open();
    }

    private void deliverWithin10Seconds() throws InterruptedException {
        for (int i = 0; i < 100 && !node.outbox.waiting().isEmpty(); i++) {
            node.postman.deliverOne();
            Thread.sleep(100);
        }
    }

    @Test
    void aReportComesOnTheSameAssociationWhileThatIsOpen() throws Exception {
        know(1); // nobody listens there
        try (Association association = open()) {
            assertThat(association.perform(request()).isSuccess()).isTrue();
            Thread postman = new Thread(() -> {
                try {
                    deliverWithin10Seconds();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            postman.start();
            assertThat(association.serveNext(Duration.ofSeconds(20))).isTrue();
            postman.join();
        }
        assertThat(Report.of(told.remove())).contains(expected());
        assertThat(node.outbox.waiting()).isEmpty();
    }

    @Test
    void aReportComesOnANewAssociationWhenTheRequesterHasLeft() throws Exception {
        try (DimseServer friend = friend(Status.SUCCESS)) {
            know(friend.port());
            try (Association association = open()) {
                assertThat(association.perform(request()).isSuccess()).isTrue();
            }
            deliverWithin10Seconds();
            NormalizedMessage message = told.poll(1, TimeUnit.SECONDS);
            assertThat(message.operation()).isEqualTo(NormalizedOperation.N_EVENT_REPORT);
            assertThat(Report.of(message)).contains(expected());
        }
    }

    @Test
    void whatIsNotUnderstoodWaitsAndIsSaidAgainLater() throws Exception {
        try (DimseServer friend = friend(Status.PROCESSING_FAILURE)) {
            know(friend.port());
            try (Association association = open()) {
                association.perform(request());
            }
            for (int i = 0; i < 100 && told.isEmpty(); i++) {
                node.postman.deliverOne();
                Thread.sleep(100);
            }
        }
        assertThat(told).hasSize(1);
        assertThat(node.outbox.waiting()).containsEntry("FRIEND", 1);
        assertThat(node.postman.deliverOne()).isFalse();
        try (DimseServer friend = friend(Status.SUCCESS)) {
            node.nodes.replace(
                    "FRIEND",
                    new Node(
                            "FRIEND", "127.0.0.1", friend.port(), false, "", EnumSet.allOf(Permission.class), 4, true));
            makeDue();
            assertThat(node.postman.deliverOne()).isTrue();
        }
        assertThat(told).hasSize(2);
        assertThat(node.outbox.waiting()).isEmpty();
    }

    private void makeDue() {
        node.archive.database.write(c -> {
            try (var update = c.prepareStatement("update outgoing_message set next_at = clock_timestamp()")) {
                return update.executeUpdate();
            }
        });
    }

    @Test
    void anythingButARequestIsRefused() throws Exception {
        know(1);
        try (Association association = open()) {
            var other = NormalizedMessage.action(
                    COMMITMENT, new Uid("1.2.3"), 1, request().dataset());
            assertThat(association.perform(other).status()).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
            var instance = new Uid(UID.StorageCommitmentPushModelInstance);
            assertThat(association
                            .perform(NormalizedMessage.action(
                                    COMMITMENT, instance, 2, request().dataset()))
                            .status())
                    .isEqualTo(Status.NO_SUCH_ACTION);
            assertThat(association
                            .perform(NormalizedMessage.action(COMMITMENT, instance, 1, new Attributes()))
                            .status())
                    .isEqualTo(Status.INVALID_ARGUMENT_VALUE);
        }
        assertThat(node.outbox.waiting()).isEmpty();
    }

    @Test
    void aStudyIsMadeKnownToWhomAskedForIt() throws Exception {
        try (DimseServer friend = friend(Status.SUCCESS)) {
            know(friend.port());
            for (int series = 0; series < 2; series++) { // two settled series are one message
                node.archive.database.write(this::order);
            }
            deliverWithin10Seconds();
        }
        assertThat(told).hasSize(1);
        NormalizedMessage message = told.remove();
        assertThat(message.operation()).isEqualTo(NormalizedOperation.N_CREATE);
        assertThat(message.dataset().getString(Tag.StudyInstanceUID)).contains("1.2.1");
        Attributes series =
                message.dataset().getItem(Tag.ReferencedSeriesSequence).orElseThrow();
        Attributes instance = series.getItem(Tag.ReferencedSOPSequence).orElseThrow();
        assertThat(instance.getString(Tag.ReferencedSOPInstanceUID)).contains("1.2.1.1.1");
        assertThat(instance.getString(Tag.InstanceAvailability)).contains("ONLINE");
        assertThat(instance.getString(Tag.RetrieveAETitle)).contains(TestNode.TITLE);
    }

    private boolean order(java.sql.Connection c) throws SQLException {
        AvailabilityOrders.put(c, "1.2.1");
        return true;
    }
}

package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.StorageCommitment.Failure;
import org.voxrelay.dimse.StorageCommitment.Item;
import org.voxrelay.dimse.StorageCommitment.Report;
import org.voxrelay.dimse.StorageCommitment.Request;

/** Storage commitment in both roles: the report comes on the same association, or on a new one. */
class StorageCommitmentTest {
    private static final Item KEPT = new Item(UID.CTImageStorage, "1.2.1");
    private static final Item LOST = new Item(UID.CTImageStorage, "1.2.2");
    private static final Request REQUEST = new Request(new Uid("1.2.99"), List.of(KEPT, LOST));
    private static final Report REPORT =
            new Report(new Uid("1.2.99"), List.of(KEPT), List.of(new Failure(LOST, 0x0112)));

    private static AssociationRequest request(DimseServer server) {
        return TestServer.request(server).addService(StorageCommitment.SOP_CLASS);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(Request.of(REQUEST.message())).contains(REQUEST);
        assertThat(Report.of(REPORT.message())).contains(REPORT);
        assertThat(REPORT.message().typeId()).isEqualTo(2);
        Report all = new Report(new Uid("1.2.99"), List.of(KEPT, LOST), List.of());
        assertThat(all.message().typeId()).isEqualTo(1);
        assertThat(Report.of(all.message())).contains(all);
    }

    @Test
    void whatIsNoneIsNotRead() {
        assertThat(Request.of(REPORT.message())).isEmpty();
        assertThat(Report.of(REQUEST.message())).isEmpty();
        Request nothing = new Request(new Uid("1.2.99"), List.of());
        Request noUid = new Request(new Uid("1.2.99"), List.of(new Item(UID.CTImageStorage, "../x")));
        assertThat(Request.of(nothing.message())).isEmpty();
        assertThat(Request.of(noUid.message())).isEmpty();
        NormalizedMessage empty = NormalizedMessage.action(
                StorageCommitment.SOP_CLASS, new Uid(UID.StorageCommitmentPushModelInstance), 1, new Attributes());
        assertThat(Request.of(empty)).isEmpty();
    }

    @Test
    void theReportComesOnTheSameAssociation() throws Exception {
        BlockingQueue<PeerLink> links = new LinkedBlockingQueue<>();
        NormalizedService archive = request -> {
            assertThat(Request.of(request.message())).contains(REQUEST);
            links.add(request.link());
            return NormalizedResult.success();
        };
        List<Optional<Report>> reports = new ArrayList<>();
        NormalizedService modality = request -> {
            reports.add(Report.of(request.message()));
            return NormalizedResult.success();
        };
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .normalized(archive, StorageCommitment.SOP_CLASS)
                .build();
        try (DimseServer server = TestServer.open(entity, TestServer.LIMITS);
                Association association = request(server)
                        .serving(modality, StorageCommitment.SOP_CLASS)
                        .open()) {
            assertThat(association.perform(REQUEST.message()).isSuccess()).isTrue();
            var answer = links.poll(20, TimeUnit.SECONDS).send(REPORT.message());
            assertThat(association.serveNext(Duration.ofSeconds(20))).isTrue();
            assertThat(answer.get(20, TimeUnit.SECONDS).isSuccess()).isTrue();
        }
        assertThat(reports).containsExactly(Optional.of(REPORT));
    }

    /** The archive opens the association, in the role of the SCP. */
    @Test
    void theReportComesOnANewAssociation() throws Exception {
        BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
        NormalizedService modality = request -> {
            Report.of(request.message()).ifPresent(reports::add);
            return NormalizedResult.success();
        };
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .normalized(modality, StorageCommitment.SOP_CLASS)
                .build();
        try (DimseServer server = TestServer.open(entity, TestServer.LIMITS);
                Association association = request(server)
                        .role(StorageCommitment.SOP_CLASS, false, true)
                        .open()) {
            assertThat(association.contexts().get(0).requesterIsScp()).isTrue();
            assertThat(association.contexts().get(0).requesterIsScu()).isFalse();
            assertThat(association.perform(REPORT.message()).isSuccess()).isTrue();
        }
        assertThat(reports).containsExactly(REPORT);
    }
}

package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.ApplicationEntity;
import org.voxrelay.dimse.AssociationLimits;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.DimseServer;
import org.voxrelay.dimse.NormalizedMessage;
import org.voxrelay.dimse.NormalizedResult;
import org.voxrelay.dimse.StorageCommitment;
import org.voxrelay.peers.Ports;

/** A report of storage commitment that was promised comes, although every process of the server was killed meanwhile. */
class CommitmentRestartIT {
    private static final String COMMITMENT = UID.StorageCommitmentPushModel;

    @TempDir
    Path folder;

    @Test
    void aPromisedReportOutlivesTheServer() throws Exception {
        int port = Ports.free();
        StorageCommitment.Request request;
        SentSeries series;
        try (RunningServer server = RunningServer.start(folder.resolve("data"))) {
            Http http = new Http(server);
            KnownNode.register(http, "MODALITY", port, "COMMITMENT");
            series = SentSeries.stored(folder, "commitment restart", http);
            request = new StorageCommitment.Request(
                    new Uid("2.25.4711"),
                    series.dataSets().keySet().stream()
                            .map(uid -> new StorageCommitment.Item(UID.CTImageStorage, uid))
                            .toList());
            try (var association = AssociationRequest.to("127.0.0.1", server.dicomPort())
                    .callingAeTitle("MODALITY")
                    .calledAeTitle(RunningServer.AE_TITLE)
                    .addService(COMMITMENT)
                    .open()) {
                assertThat(association.perform(request.message()).isSuccess()).isTrue();
            }
            server.kill9();
        }
        var told = new LinkedBlockingQueue<NormalizedMessage>();
        var modality = ApplicationEntity.titled("MODALITY")
                .normalized(
                        came -> {
                            told.add(came.message());
                            return NormalizedResult.success();
                        },
                        COMMITMENT)
                .build();
        try (var listener = DimseServer.open(
                        new InetSocketAddress("127.0.0.1", port),
                        modality,
                        AssociationLimits.DEFAULT,
                        Executors.defaultThreadFactory());
                RunningServer again = RunningServer.start(folder.resolve("data"))) {
            assertThat(again.dicomPort()).isNotEqualTo(listener.port());
            NormalizedMessage message = told.poll(2, TimeUnit.MINUTES);
            assertThat(StorageCommitment.Report.of(message))
                    .contains(new StorageCommitment.Report(request.transaction(), request.items(), List.of()));
        }
    }
}

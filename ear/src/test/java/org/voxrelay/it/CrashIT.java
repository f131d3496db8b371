package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;

/** Processes are killed while a series arrives: what was acknowledged is there afterwards, and the job runs. */
class CrashIT {
    private static final int SLICES = 60;
    private static final int BEFORE_THE_KILL = 25;
    private static final int SUCCESS = 0;

    private final PhantomSeries series =
            PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 40, 32, SLICES), "killed while arriving");
    private final String study =
            "dicom-web/studies/" + series.identity().study().value();
    private final List<Attributes> acknowledged = new ArrayList<>();
    private List<Attributes> images;

    @TempDir
    Path data;

    @BeforeEach
    void make() {
        images = series.instances();
    }

    @ParameterizedTest
    @ValueSource(strings = {"durable", "relaxed", "strict-index"})
    void whenEveryProcessIsKilledNothingAcknowledgedIsLostAndTheJobRuns(String durability) throws Exception {
        Map<String, String> settings = Map.of("VOXRELAY_DURABILITY", durability);
        sendWhile(RunningServer.start(data, settings), RunningServer::kill9);
        assertThat(acknowledged).hasSizeBetween(BEFORE_THE_KILL, SLICES - 1);

        try (RunningServer again = RunningServer.start(data, settings)) {
            assertKept(again);
            assertTheRestIsTakenAndTheJobRuns(again);
        }
    }

    @Test
    void whenTheDatabaseIsKilledNothingAcknowledgedIsLostAndTheJobRuns() throws Exception {
        try (RunningServer server = RunningServer.start(data)) {
            sendWhile(server, CrashIT::killDatabase);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BEFORE_THE_KILL);
            awaitReady(server);
            assertKept(server);
            assertTheRestIsTakenAndTheJobRuns(server);
        }
    }

    @FunctionalInterface
    private interface Kill {
        void kill(RunningServer server) throws IOException;
    }

    private static void killDatabase(RunningServer server) throws IOException {
        server.serverProcess().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /** Sends all images, kills in the middle of it, and keeps those that were answered with success. */
    private void sendWhile(RunningServer server, Kill kill) throws Exception {
        var enough = new CountDownLatch(BEFORE_THE_KILL);
        var sender = new Thread(() -> {
            try (StoreSession session = StoreSession.open(server, "KILLED")) {
                for (Attributes image : images) {
                    if (session.store(image) == SUCCESS) {
                        acknowledged.add(image);
                        enough.countDown();
                    }
                }
            } catch (IOException expected) {
                // the server is gone
            }
        });
        sender.start();
        enough.await();
        kill.kill(server);
        sender.join();
    }

    private static void awaitReady(RunningServer server) throws Exception {
        Http http = new Http(server);
        for (int i = 0; i < 600 && http.get("health/ready").statusCode() != 200; i++) {
            Thread.sleep(100);
        }
    }

    private void assertKept(RunningServer server) throws Exception {
        Http http = new Http(server);
        JsonNode found = http.json(study + "/instances?limit=1000");
        List<String> uids = StreamSupport.stream(found.spliterator(), false)
                .map(match -> match.path("00080018").path("Value").path(0).asText())
                .toList();
        assertThat(uids).doesNotHaveDuplicates();
        for (Attributes image : acknowledged) {
            String uid = StoreSession.uid(image).value();
            assertThat(uids).contains(uid);
            String path = study + "/series/" + series.identity().series().value() + "/instances/" + uid;
            var answer = http.get(path, "Accept", "application/dicom");
            assertThat(answer.statusCode()).isEqualTo(200);
            try (var in = new DicomInputStream(new ByteArrayInputStream(answer.body()))) {
                assertThat(StoreSession.bytes(in.readDataset())).isEqualTo(StoreSession.bytes(image));
            }
        }
    }

    private void assertTheRestIsTakenAndTheJobRuns(RunningServer server) throws Exception {
        try (StoreSession session = StoreSession.open(server, "AGAIN")) {
            for (Attributes image : images) {
                assertThat(session.store(image)).isEqualTo(SUCCESS);
            }
        }
        JsonNode job = new Jobs(server)
                .await(
                        series.identity().study().value(),
                        newest -> newest.path("images").asInt() == SLICES
                                && newest.path("state").asText().equals("COMPLETED"));
        assertThat(job.path("outputs")).hasSize(2);
        assertThat(new Http(server)
                        .json(study + "/instances?SOPInstanceUID="
                                + job.path("outputs")
                                        .path(0)
                                        .path("sopInstanceUid")
                                        .asText()))
                .hasSize(1);
    }
}

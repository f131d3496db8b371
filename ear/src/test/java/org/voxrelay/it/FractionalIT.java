package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.peers.Peers;

/** A server that is set to probabilities: highdicom reads in its segmentation what MONAI computed. */
class FractionalIT {
    private static final String MODEL = "probable";

    @TempDir
    static Path data;

    private static RunningServer server;
    private static Http http;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        Path models = Files.createDirectories(data.resolve("models"));
        server = RunningServer.start(
                data.resolve("server"),
                Map.of("VOXRELAY_MODELS", models.toString(), "VOXRELAY_SEGMENTATION", "fractional"));
        http = new Http(server);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void probabilitiesAreStoredInStepsOfOneIn255() throws Exception {
        var made = new ExactnessCase("monai-softmax", "CT", "fractional");
        var uploaded = http.post("api/models?name=" + MODEL + "&version=1", "application/zip", made.model());
        assertThat(uploaded.statusCode()).as(Http.text(uploaded)).isEqualTo(201);
        List<byte[]> images = made.series(0, "portal");
        assertThat(http.stow("dicom-web/studies", images).statusCode()).isEqualTo(200);
        var jobs = new Jobs(server);
        jobs.start(made.seriesUid("portal"), MODEL);

        JsonNode job = jobs.awaitEnd(made.studyUid());

        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
        Results results = Results.fetch(http, made.studyUid(), folder);
        for (Path file : List.of(results.seg(), results.sr())) {
            assertThat(Peers.run(Peers.require("dciodvfy").toString(), file.toString())
                            .output())
                    .doesNotContain("Error");
        }
        Path ct = Files.createDirectories(folder.resolve("ct"));
        for (int i = 0; i < images.size(); i++) {
            Files.write(ct.resolve(i + ".dcm"), images.get(i));
        }
        var read = Peers.run(
                Peers.python("highdicom").toString(),
                RunningServer.root()
                        .resolve("dicom/src/test/python/check_fractional.py")
                        .toString(),
                results.seg().toString(),
                ct.toString(),
                made.file("probabilities.u8.gz").toString());
        assertThat(read.exitCode()).as(read.output()).isZero();
    }
}

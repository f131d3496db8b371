package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.seg.LayerReader;
import org.voxrelay.dicom.seg.SegReader;
import org.voxrelay.peers.Peers;

/** A model that needs two series of a study, from the upload of its package to what other programs read in its results. */
class SeveralSeriesIT {
    private static final String MODEL = "two-channel";
    private static final double LEAST_EQUAL_LABELS = 0.9999;

    @TempDir
    static Path data;

    private static RunningServer server;
    private static Http http;
    private static Jobs jobs;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        Path models = Files.createDirectories(data.resolve("models"));
        server = RunningServer.start(data.resolve("server"), Map.of("VOXRELAY_MODELS", models.toString()));
        http = new Http(server);
        jobs = new Jobs(server);
        upload("1");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void aSeriesThatComesLateCompletesTheJobAndTheLabelsAreThoseOfNnUnet() throws Exception {
        var study = ExactnessCase.twoChannels("late");
        List<byte[]> files = new ArrayList<>(store(study.series(0, "t1")));
        jobs.start(study.seriesUid("t1"), MODEL);
        JsonNode waiting = jobs.await(study.studyUid(), job -> true);
        assertThat(waiting.path("state").asText()).isEqualTo("SCHEDULED");
        assertThat(waiting.path("reason").asText())
                .isEqualTo("The study has no series for the model's channel 'T1' (MR, {SeriesDescription=^t2}).");

        // Twice as many images, so that it lies on other voxels; at those of the first series it is as it was.
        files.addAll(store(study.series(1, "t2", 2, "late")));

        JsonNode job = jobs.awaitEnd(study.studyUid());
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
        assertThat(jobs.ofStudy(study.studyUid())).hasSize(1);
        assertThat(job.path("inputSeries"))
                .extracting(JsonNode::asText)
                .containsExactly(study.seriesUid("t1"), study.seriesUid("t2"));
        assertThat(job.path("images").asInt()).isEqualTo(files.size());
        assertResultsAreRight(study, files);
    }

    @Test
    void seriesThatAreNotToldApartEndTheJobWithASentence() throws Exception {
        var study = ExactnessCase.twoChannels("unclear");
        store(study.series(0, "t1"));
        store(study.series(1, "t2"));
        store(study.series(1, "t2 again"));
        jobs.start(study.seriesUid("t1"), MODEL);

        JsonNode job = jobs.awaitEnd(study.studyUid());

        assertThat(job.path("state").asText()).isEqualTo("CANCELED");
        assertThat(job.path("reason").asText())
                .isEqualTo("The study has 2 series for the model's channel 'T1' (MR, {SeriesDescription=^t2});"
                        + " the package's rule must tell them apart.");
    }

    @Test
    void seriesOfDifferentSpacesEndTheJobWithASentence() throws Exception {
        var study = ExactnessCase.twoChannels("spaces");
        store(study.series(0, "t1"));
        store(study.series(1, "t2", 1, "elsewhere"));
        jobs.start(study.seriesUid("t1"), MODEL);

        JsonNode job = jobs.awaitEnd(study.studyUid());

        assertThat(job.path("state").asText()).isEqualTo("CANCELED");
        assertThat(job.path("reason").asText()).contains("do not lie in the same space", study.seriesUid("t2"));
    }

    @Test
    void aVersionIsMeasuredOnBothSeriesOfTheReferencesStudy() throws Exception {
        var study = ExactnessCase.twoChannels("measured");
        store(study.series(0, "t1"));
        store(study.series(1, "t2"));
        jobs.start(study.seriesUid("t1"), MODEL);
        String reference = jobs.awaitEnd(study.studyUid())
                .path("outputs")
                .path(0)
                .path("seriesInstanceUid")
                .asText();
        upload("2");

        var ordered = http.send("POST", "api/models/" + MODEL + "/2/measure?reference=" + reference, "");

        assertThat(ordered.statusCode()).as(Http.text(ordered)).isEqualTo(202);
        JsonNode job = jobs.awaitEnd(study.studyUid());
        assertThat(job.path("uid")).isEqualTo(Http.json(ordered).path("uid"));
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
        JsonNode quality = qualityOf("2");
        assertThat(quality.path("cases").asInt()).isEqualTo(1);
        assertThat(quality.path("leftOut")).isEmpty();
        assertThat(quality.path("labels"))
                .hasSize(2)
                .allSatisfy(label -> assertThat(label.path("dice").asDouble()).isEqualTo(1));
    }

    private static JsonNode qualityOf(String version) throws Exception {
        for (JsonNode one : http.json("api/models").path("models").path(0).path("versions")) {
            if (one.path("version").asText().equals(version)) {
                return one.path("quality");
            }
        }
        throw new AssertionError("there is no version " + version);
    }

    private static void upload(String version) throws Exception {
        var uploaded = http.post(
                "api/models?name=" + MODEL + "&version=" + version,
                "application/zip",
                ExactnessCase.twoChannels("").model());
        assertThat(uploaded.statusCode()).as(Http.text(uploaded)).isEqualTo(201);
    }

    private static List<byte[]> store(List<byte[]> files) throws Exception {
        var answer = http.stow("dicom-web/studies", files);
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
        return files;
    }

    private void assertResultsAreRight(ExactnessCase study, List<byte[]> images) throws Exception {
        Results results = Results.fetch(http, study.studyUid(), folder);
        assertThat(equal(labels(results.seg(), study), study.labels())).isGreaterThanOrEqualTo(LEAST_EQUAL_LABELS);
        for (Path file : List.of(results.seg(), results.sr())) {
            assertThat(Peers.run(Peers.require("dciodvfy").toString(), file.toString())
                            .output())
                    .doesNotContain("Error");
        }
        Path mr = Files.createDirectories(folder.resolve("mr"));
        for (int i = 0; i < images.size(); i++) {
            Files.write(mr.resolve(i + ".dcm"), images.get(i));
        }
        var read = Peers.run(
                Peers.python("highdicom").toString(),
                RunningServer.root()
                        .resolve("dicom/src/test/python/check_sr.py")
                        .toString(),
                results.sr().toString(),
                results.seg().toString(),
                mr.toString());
        assertThat(read.exitCode()).as(read.output()).isZero();
    }

    private static byte[] labels(Path seg, ExactnessCase study) throws Exception {
        try (FileChannel channel = FileChannel.open(seg);
                var in = new DicomInputStream(new BufferedInputStream(Files.newInputStream(seg)))) {
            var header = in.setBulkData(1 << 20).readDataset();
            var reader =
                    SegReader.of(header, in.getTransferSyntax(), InstanceBytes.of(channel), Codecs.withoutProcess());
            ByteBuffer found = new LayerReader(reader, study.geometry())
                    .read()
                    .volumes()
                    .get(0)
                    .labels();
            byte[] labels = new byte[found.capacity()];
            found.get(0, labels);
            return labels;
        }
    }

    private static double equal(byte[] ours, byte[] theirs) {
        assertThat(ours).hasSameSizeAs(theirs);
        int same = 0;
        for (int i = 0; i < ours.length; i++) {
            same += ours[i] == theirs[i] ? 1 : 0;
        }
        return (double) same / ours.length;
    }
}

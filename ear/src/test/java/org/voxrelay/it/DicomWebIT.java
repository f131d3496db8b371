package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomIdentity;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.peers.Peers;

/** STOW-RS, QIDO-RS and WADO-RS by the letter of PS3.18 chapter 10, against a whole server. */
class DicomWebIT {
    private static final PhantomIdentity WHO = PhantomIdentity.named("dicomweb");
    private static final String STUDY = "dicom-web/studies/" + WHO.study().value();
    private static final String SERIES = STUDY + "/series/" + WHO.series().value();
    private static final String FIRST = SERIES + "/instances/" + WHO.instance(1).value();

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Http http;
    private static List<byte[]> files;

    @BeforeAll
    static void store() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
        files = files("dicomweb");
        HttpResponse<byte[]> answer = http.stow("dicom-web/studies", files);
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
        assertThat(Http.json(answer).path("00081199").path("Value")).hasSize(files.size());
    }

    private static List<byte[]> files(String name) throws Exception {
        var series = PhantomSeries.of(CtPhantom.of(Orientation.CORONAL, 40, 30, 5), name);
        var contents = new ArrayList<byte[]>();
        for (Path file : series.write(folder.resolve(name))) {
            contents.add(Files.readAllBytes(file));
        }
        return contents;
    }

    @Test
    void aStoredInstanceComesBackByteForByte() throws Exception {
        var single = http.get(FIRST, "Accept", "application/dicom");
        assertThat(single.statusCode()).isEqualTo(200);
        assertThat(single.headers().firstValue("Content-Type").orElse("")).startsWith("application/dicom");
        assertThat(single.body()).isEqualTo(files.get(0));
    }

    @Test
    void aSeriesComesAsOnePartAnInstance() throws Exception {
        for (String path : List.of(SERIES, STUDY)) {
            var answer = http.get(path, "Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
            assertThat(answer.statusCode()).isEqualTo(200);
            var parts = Multipart.parts(answer);
            assertThat(parts).hasSize(files.size());
            assertThat(parts.get(0).headers()).contains("transfer-syntax=1.2.840.10008.1.2.1");
            assertThat(parts.stream().map(Multipart.Part::body).anyMatch(body -> Arrays.equals(body, files.get(2))))
                    .isTrue();
        }
    }

    @Test
    void aFrameIsThePixelDataAsStored() throws Exception {
        var answer = http.get(
                FIRST + "/frames/1", "Accept", "multipart/related; type=application/octet-stream; transfer-syntax=*");
        assertThat(answer.statusCode()).isEqualTo(200);
        var parts = Multipart.parts(answer);
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).headers())
                .contains("Content-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1");
        byte[] file = files.get(0);
        assertThat(parts.get(0).body()).isEqualTo(Arrays.copyOfRange(file, file.length - 40 * 30 * 2, file.length));
        assertThat(http.get(FIRST + "/frames/2", "Accept", "*/*").statusCode()).isEqualTo(404);
        assertThat(http.get(FIRST + "/frames/0", "Accept", "*/*").statusCode()).isEqualTo(400);
    }

    @Test
    void metadataLinkTheirBulkDataAndTheLinkWorks() throws Exception {
        JsonNode metadata = http.json(SERIES + "/metadata");
        assertThat(metadata).hasSize(files.size());
        String link = metadata.get(0).path("7FE00010").path("BulkDataURI").asText();
        var pixels = http.get(link.substring(1), "Accept", "application/octet-stream");
        assertThat(pixels.statusCode()).isEqualTo(200);
        assertThat(pixels.body()).hasSize(40 * 30 * 2);
        assertThat(http.json(STUDY + "/metadata")).isEqualTo(metadata);
        // The order of the instances is nobody's promise.
        assertThat(metadata.findValues("00080018"))
                .contains(http.json(FIRST + "/metadata").get(0).path("00080018"));
    }

    @Test
    void metadataComeAsOneGzipMemberToWhoTakesIt() throws Exception {
        var answer = http.get(SERIES + "/metadata", "Accept-Encoding", "gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("[{")
                    .endsWith("}]");
        }
        assertThat(http.get(SERIES + "/metadata", "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "studies?PatientID={pid}|1",
                "studies?00100020={pid}|1",
                "studies?PatientID={pid}&StudyDate=20260101-20260131|1",
                "studies?PatientID={pid}&StudyDate=20270101-|0",
                "studies?PatientName=phan*&PatientID={pid}&includefield=00081030%2C00080060&limit=101&offset=0|1",
                "studies?PatientID={pid}&offset=1|0",
                "studies/{study}/series|1",
                "studies/{study}/series?Modality=MR|0",
                "studies/{study}/instances|5",
                "studies/{study}/instances?limit=2&offset=4|1",
                "studies/{study}/series/{series}/instances?includefield=all|5",
                "series?SeriesInstanceUID={series}|1",
                "instances?SOPInstanceUID={instance}|1"
            })
    void searchesFindWhatMatches(String path, int count) throws Exception {
        JsonNode found = http.json("dicom-web/"
                + path.replace("{study}", WHO.study().value())
                        .replace("{series}", WHO.series().value())
                        .replace("{instance}", WHO.instance(1).value())
                        .replace("{pid}", WHO.patientId()));
        assertThat(found).hasSize(count);
        for (JsonNode match : found) {
            assertThat(match.path("00081190").path("Value").path(0).asText())
                    .startsWith(server.http("dicom-web/studies/").toString());
        }
    }

    @Test
    void anAnswerOfAllInstancesTellsWhoseTheyAre() throws Exception {
        JsonNode match = http.json(
                        "dicom-web/instances?SOPInstanceUID=" + WHO.instance(1).value())
                .get(0);
        assertThat(match.path("00100020").path("Value").path(0).asText()).isEqualTo(WHO.patientId());
        assertThat(match.path("0020000E").path("Value").path(0).asText())
                .isEqualTo(WHO.series().value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dicom-web/studies?StudyDate=tomorrow|application/dicom+json|400",
                "dicom-web/studies?NoSuchKeyword=1|application/dicom+json|400",
                "dicom-web/studies?limit=-1|application/dicom+json|400",
                "dicom-web/studies|text/html|406",
                "dicom-web/studies/1.2.3.4.5|application/dicom|404",
                "dicom-web/studies/no-uid/series|application/dicom+json|400",
                "dicom-web/studies/1.2.3/series/4.5.6/metadata|application/dicom+json|404",
                "api/jobs/1.2.3|application/json|404",
                "dicom-web/nothing|application/dicom+json|404"
            })
    void anErrorIsAProblemWithASentence(String path, String accept, int status) throws Exception {
        var answer = http.get(path, "Accept", accept);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = Http.json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotEmpty();
    }

    @Test
    void aKeyThatIsNotMatchedOnIsNamedInAWarning() throws Exception {
        var answer = http.get("dicom-web/studies?ImageComments=x&limit=1", "Accept", "application/dicom+json");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Warning").orElse(""))
                .startsWith("299")
                .contains("ImageComments");
    }

    @Test
    void goodPartsAreKeptBesideBadOnes() throws Exception {
        List<byte[]> good = files("mixed");
        var answer = http.stow(
                "dicom-web/studies",
                List.of(
                        good.get(0),
                        new byte[0],
                        "not DICOM at all".getBytes(StandardCharsets.US_ASCII),
                        Arrays.copyOf(good.get(1), good.get(1).length / 2),
                        good.get(2)));

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode response = Http.json(answer);
        assertThat(response.path("00081199").path("Value")).hasSize(2);
        assertThat(response.path("0008119A").path("Value")).hasSize(2); // no UID to name
        JsonNode failed = response.path("00081198").path("Value");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("00081155").path("Value").path(0).asText())
                .isEqualTo(PhantomIdentity.named("mixed").instance(2).value());
        assertThat(failed.get(0).path("00081197").path("Value").path(0).asInt()).isEqualTo(0xC000);
        String study = PhantomIdentity.named("mixed").study().value();
        assertThat(http.json("dicom-web/studies/" + study + "/instances")).hasSize(2);
        assertThat(server.log()).contains("UNREADABLE").doesNotContain("PHANTOM^CT");
    }

    @Test
    void aRequestWithNothingGoodIsAConflict() throws Exception {
        assertThat(http.stow("dicom-web/studies", List.of(new byte[10])).statusCode())
                .isEqualTo(409);
        assertThat(http.stow("dicom-web/studies/1.2.3", List.of(files.get(0))).statusCode())
                .isEqualTo(409);
    }

    @Test
    void aBodyThatCannotBeReadIsAClearError() throws Exception {
        assertThat(http.post("dicom-web/studies", "text/plain", new byte[5]).statusCode())
                .isEqualTo(415);
        assertThat(http.post("dicom-web/studies", "multipart/related; type=\"application/dicom\"", new byte[5])
                        .statusCode())
                .isEqualTo(400);
        assertThat(http.post("dicom-web/studies", "multipart/related; boundary=x", new byte[0])
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void boundariesMayBeQuotedOrNotAndASinglePartNeedsNone() throws Exception {
        List<byte[]> contents = files("boundaries");
        assertThat(http.post(
                                "dicom-web/studies",
                                "Multipart/Related;type=application/dicom;boundary=abc",
                                Http.multipart("abc", contents.subList(0, 1)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(http.post("dicom-web/studies", "application/dicom", contents.get(1))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void dicomwebClientStoresSearchesAndRetrieves() throws Exception {
        files("client");
        Path python = Peers.python("dicomweb_client", "pydicom");
        var ended = Peers.run(
                python.toString(),
                RunningServer.root()
                        .resolve("ear/src/test/python/dicomweb_client_check.py")
                        .toString(),
                server.http("dicom-web").toString(),
                folder.resolve("client").toString());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("dicomweb-client agrees");
    }
}

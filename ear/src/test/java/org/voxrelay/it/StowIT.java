package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.it.StowImages.JSON;
import static org.voxrelay.it.StowImages.OCTETS;
import static org.voxrelay.it.StowImages.PIXELS_ELSEWHERE;
import static org.voxrelay.it.StowImages.RELATED;
import static org.voxrelay.it.StowImages.STUDIES;
import static org.voxrelay.it.StowImages.file;
import static org.voxrelay.it.StowImages.image;
import static org.voxrelay.it.StowImages.json;
import static org.voxrelay.it.StowImages.path;
import static org.voxrelay.it.StowImages.pixels;
import static org.voxrelay.it.StowImages.uid;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.xml.DicomXml;

/** STOW-RS (PS3.18 section 10.5) by its rules, a row a rule, against a whole server. */
class StowIT {
    private static final String RELATED = "multipart/related; boundary=" + StowBody.BOUNDARY;
    private static final String XML = "Content-Type: application/dicom+xml";

    private static RunningServer server;
    private static Http http;

    @BeforeAll
    static void find() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
    }

    private static byte[] xml(Attributes image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        DicomXml.write(image, bytes, PIXELS_ELSEWHERE);
        return bytes.toByteArray();
    }

    private static StowBody body() {
        return new StowBody();
    }

    /** Metadata of one image and one part that its pixel data refer to. */
    private static byte[] metadataAnd(String type, byte[] bulk, Attributes image) throws IOException {
        return body().part(json(PIXELS_ELSEWHERE, image), JSON)
                .bulk(type, "bulk/1", bulk)
                .end();
    }

    private static Arguments row(
            String section, String rule, String type, byte[] body, int status, String sequence, int reason) {
        return Arguments.of(section, rule, type, body, status, sequence, reason);
    }

    static Stream<Arguments> rules() throws IOException {
        Attributes stored = image("stow known");
        byte[] changed = file(new Attributes(stored).setString(Tag.PatientName, VR.PN, "OTHER"));
        http = new Http(RunningServer.shared());
        try {
            http.stow(STUDIES, List.of(file(stored)));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        Attributes whole = image();
        Attributes frames = image().setInt(Tag.NumberOfFrames, VR.IS, 2);
        byte[] group0 = new String(json(BulkDataUri.INLINE, image()), StandardCharsets.UTF_8)
                .replaceFirst("\\{", "{\"00000002\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},")
                .getBytes(StandardCharsets.UTF_8);
        Attributes noPixels = image().remove(Tag.PixelData);
        byte[] two = json(BulkDataUri.INLINE, image(), image());
        byte[] elsewhere =
                json((path, vr, v) -> vr == VR.OW ? Optional.of("http://127.0.0.1:1/x") : Optional.empty(), image());
        byte[] rle = new byte[] {1, 2, 3};
        return Stream.of(
                row(
                        "10.5.1",
                        "PS3.10 parts",
                        RELATED,
                        body().part(file(image()), "Content-Type: application/dicom")
                                .end(),
                        200,
                        "",
                        0),
                row("10.5.1", "a PS3.10 body", "application/dicom", file(image()), 200, "", 0),
                row(
                        "8.6.1.2",
                        "a part is what the type of the request says",
                        RELATED + "; type=\"application/dicom\"",
                        body().part(file(image())).end(),
                        200,
                        "",
                        0),
                row(
                        "8.6.1.2",
                        "a part is what the type of the request says",
                        RELATED + "; type=\"application/dicom+json\"",
                        body().part(json(BulkDataUri.INLINE, image())).end(),
                        200,
                        "",
                        0),
                row(
                        "10.5.1",
                        "JSON metadata, then bulk data",
                        RELATED,
                        metadataAnd(OCTETS, pixels(whole), whole),
                        200,
                        "",
                        0),
                row(
                        "10.5.1",
                        "XML metadata, then bulk data",
                        RELATED,
                        body().part(xml(image()), XML)
                                .bulk(OCTETS, "bulk/1", pixels(whole))
                                .end(),
                        200,
                        "",
                        0),
                row(
                        "10.5.1",
                        "bulk data may be at an absolute location",
                        RELATED,
                        body().part(json(PIXELS_ELSEWHERE, image()), JSON)
                                .bulk(OCTETS, server().http("dicom-web/bulk/1").toString(), pixels(whole))
                                .end(),
                        200,
                        "",
                        0),
                row("F.2.6", "inline binary alone, several instances", "application/dicom+json", two, 200, "", 0),
                row(
                        "10.5.1",
                        "inline binary alone, XML",
                        "application/dicom+xml",
                        xml(noPixels),
                        202,
                        "00081199",
                        0xB007),
                row(
                        "8.7.3.3",
                        "RLE by its default transfer syntax",
                        RELATED,
                        metadataAnd("image/dicom-rle", rle, image()),
                        200,
                        "",
                        0),
                row(
                        "8.7.3.3",
                        "JPEG by a named transfer syntax",
                        RELATED,
                        metadataAnd("image/jpeg; transfer-syntax=" + UID.JPEGBaseline8Bit, rle, image()),
                        200,
                        "",
                        0),
                row(
                        "8.7.3.3",
                        "octets by a named transfer syntax",
                        RELATED,
                        metadataAnd(OCTETS + "; transfer-syntax=" + UID.JPEG2000, rle, image()),
                        200,
                        "",
                        0),
                row(
                        "8.7.3.3.2",
                        "a part a frame",
                        RELATED,
                        body().part(json(PIXELS_ELSEWHERE, frames), JSON)
                                .bulk("image/jls", "bulk/1", rle)
                                .bulk("image/jls", "bulk/1", rle)
                                .end(),
                        200,
                        "",
                        0),
                row(
                        "8.7.3.3.2",
                        "a frame that does not come",
                        RELATED,
                        metadataAnd("image/jls", rle, image().setInt(Tag.NumberOfFrames, VR.IS, 2)),
                        409,
                        "00081198",
                        0xC000),
                row(
                        "8.7.3.3",
                        "a type that is no pixel data",
                        RELATED,
                        metadataAnd("image/png", rle, image()),
                        409,
                        "00081198",
                        0xC122),
                row(
                        "8.7.3.3",
                        "two transfer syntaxes in one image",
                        RELATED,
                        body().part(json(PIXELS_ELSEWHERE, image().setInt(Tag.NumberOfFrames, VR.IS, 2)), JSON)
                                .bulk("image/jls", "bulk/1", rle)
                                .bulk("image/jp2", "bulk/1", rle)
                                .end(),
                        409,
                        "00081198",
                        0xC122),
                row(
                        "10.5.1",
                        "bulk data that do not come",
                        RELATED,
                        body().part(json(PIXELS_ELSEWHERE, image()), JSON).end(),
                        409,
                        "00081198",
                        0xC000),
                row(
                        "10.5.1",
                        "bulk data of another server are not fetched",
                        RELATED,
                        body().part(elsewhere, JSON).end(),
                        409,
                        "00081198",
                        0xC000),
                row(
                        "10.5.3",
                        "elements that are no data set are discarded",
                        "application/dicom+json",
                        group0,
                        202,
                        "00081199",
                        0xB006),
                row(
                        "10.5.3",
                        "an image without pixel data",
                        "application/dicom+json",
                        json(BulkDataUri.INLINE, image().remove(Tag.PixelData)),
                        202,
                        "00081199",
                        0xB007),
                row(
                        "10.5.3",
                        "another data set under a stored UID",
                        "application/dicom",
                        changed,
                        409,
                        "00081198",
                        0x0111),
                row(
                        "10.5.3",
                        "what is not DICOM",
                        RELATED,
                        body().part(new byte[300], "Content-Type: application/dicom")
                                .end(),
                        409,
                        "0008119A",
                        0xC000),
                row(
                        "10.5.3",
                        "what is not JSON",
                        RELATED,
                        body().part("{".getBytes(StandardCharsets.UTF_8), JSON).end(),
                        409,
                        "0008119A",
                        0xC000),
                row(
                        "10.5.3",
                        "a document type in XML",
                        "application/dicom+xml",
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"
                                .getBytes(StandardCharsets.UTF_8),
                        409,
                        "0008119A",
                        0xC000),
                row(
                        "10.5.3",
                        "a part that is neither",
                        RELATED,
                        body().part(new byte[3], "Content-Type: text/plain").end(),
                        409,
                        "0008119A",
                        0xC000),
                row(
                        "RFC 2046",
                        "parts within parts",
                        RELATED,
                        body().part(
                                        "--x\r\n\r\n\r\n--x--".getBytes(StandardCharsets.US_ASCII),
                                        "Content-Type: multipart/mixed; boundary=x")
                                .end(),
                        409,
                        "0008119A",
                        0xC000),
                row(
                        "10.5.3",
                        "good beside bad",
                        RELATED,
                        body().part(file(image())).part(new byte[300]).end(),
                        202,
                        "0008119A",
                        0xC000),
                row("10.5.1", "no part at all", RELATED, body().end(), 400, "", 0),
                row("10.5.1", "no boundary", "multipart/related; type=\"application/dicom\"", body().end(), 400, "", 0),
                row("8.7.4", "another media type", "text/plain", new byte[3], 415, "", 0));
    }

    private static RunningServer server() throws IOException {
        return RunningServer.shared();
    }

    /** Class 23 of the hostile inputs is among the rules. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rules")
    void statusAndReasonAreThoseOfTheRule(
            String section, String rule, String type, byte[] body, int status, String sequence, int reason)
            throws Exception {
        var answer = http.post(STUDIES, type, body);
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(status);
        if (sequence.isEmpty()) {
            return;
        }
        JsonNode item = Http.json(answer).path(sequence).path("Value").path(0);
        String code = sequence.equals("00081199") ? "00081196" : "00081197";
        assertThat(item.path(code).path("Value").path(0).asInt())
                .as(item.toString())
                .isEqualTo(reason);
    }

    @Test
    void whatCameInPiecesIsOneDataSet() throws Exception {
        Attributes image = image();
        assertThat(http.post(STUDIES, RELATED, metadataAnd(OCTETS, pixels(image), image))
                        .statusCode())
                .isEqualTo(200);
        try (var in = new DicomInputStream(new ByteArrayInputStream(retrieved(image)))) {
            assertThat(in.getTransferSyntax().uid()).isEqualTo(UID.ExplicitVRLittleEndian);
            assertThat(in.readDataset())
                    .isEqualTo(DicomJson.read(new ByteArrayInputStream(json(BulkDataUri.INLINE, image))));
        }
    }

    @Test
    void compressedPartsBecomeAnInstanceInTheirTransferSyntax() throws Exception {
        Attributes image = image().setInt(Tag.NumberOfFrames, VR.IS, 2);
        byte[] body = body().part(json(PIXELS_ELSEWHERE, image), JSON)
                .bulk("image/dicom-rle", "bulk/1", new byte[] {1, 2})
                .bulk("image/dicom-rle", "bulk/1", new byte[] {3, 4})
                .end();
        assertThat(http.post(STUDIES, RELATED, body).statusCode()).isEqualTo(200);
        try (var in = new DicomInputStream(new ByteArrayInputStream(retrieved(image)))) {
            assertThat(in.getTransferSyntax().uid()).isEqualTo(UID.RLELossless);
            assertThat(in.readDataset()
                            .getFragments(Tag.PixelData)
                            .orElseThrow()
                            .fragments())
                    .containsExactly(new byte[] {1, 2}, new byte[] {3, 4});
        }
    }

    private static byte[] retrieved(Attributes image) throws Exception {
        var answer = http.get(path(image), "Accept", "application/dicom; transfer-syntax=*");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void anInstanceOfAnotherStudyIsTheOnlyOneThatFails() throws Exception {
        Attributes right = image();
        Attributes wrong = image();
        String path = STUDIES + "/" + uid(right, Tag.StudyInstanceUID);
        var answer = http.post(path, "application/dicom+json", json(BulkDataUri.INLINE, right, wrong));
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode stored = Http.json(answer).path("00081199").path("Value");
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0).path("00081190").path("Value").path(0).asText())
                .endsWith(path(right));
        JsonNode failed = Http.json(answer).path("00081198").path("Value");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("00081155").path("Value").path(0).asText())
                .isEqualTo(uid(wrong, Tag.SOPInstanceUID));
        assertThat(failed.get(0).path("00081197").path("Value").path(0).asInt()).isEqualTo(0xA900);
    }

    private static HttpResponse<byte[]> send(byte[] body, String... headers) throws Exception {
        var request =
                HttpRequest.newBuilder(server().http(STUDIES)).headers(headers).POST(BodyPublishers.ofByteArray(body));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    @Test
    void theAnswerIsInTheFormThatIsAccepted() throws Exception {
        byte[] file = file(image());
        var xml = send(file, "Content-Type", "application/dicom", "Accept", "application/dicom+xml");
        assertThat(xml.statusCode()).isEqualTo(200);
        assertThat(xml.headers().firstValue("Content-Type")).hasValue("application/dicom+xml");
        assertThat(DicomXml.read(new ByteArrayInputStream(xml.body())).getItems(Tag.ReferencedSOPSequence))
                .hasSize(1);

        var any = send(file, "Content-Type", "application/dicom", "Accept", "*/*");
        assertThat(any.headers().firstValue("Content-Type")).hasValue("application/dicom+json");

        Attributes refused = image();
        var html = send(file(refused), "Content-Type", "application/dicom", "Accept", "text/html");
        assertThat(html.statusCode()).isEqualTo(406);
        assertThat(http.get(path(refused), "Accept", "application/dicom").statusCode())
                .isEqualTo(404);
    }
}

package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.xml.DicomXml;

/** STOW-RS (PS3.18 section 10.5) by its rules, a row a rule, against a whole server. */
class StowIT {
    private static final String STUDIES = "dicom-web/studies";
    private static final String RELATED = "multipart/related; boundary=" + StowBody.BOUNDARY;
    private static final String JSON = "Content-Type: application/dicom+json";
    private static final String XML = "Content-Type: application/dicom+xml";
    private static final String OCTETS = "application/octet-stream";
    private static final BulkDataUri PIXELS_ELSEWHERE =
            (path, vr, value) -> vr == VR.OW ? Optional.of("bulk/1") : Optional.empty();

    private static RunningServer server;
    private static Http http;
    private static int made;

    @BeforeAll
    static void find() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
    }

    /** An image of its own study, nobody's but the caller's. */
    private static Attributes image() {
        return image("stow " + made++);
    }

    private static Attributes image(String name) {
        return new Attributes(PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 8, 6, 1), "stow")
                        .instances()
                        .get(0))
                .setString(
                        Tag.StudyInstanceUID, VR.UI, Uid.named(name + " study").value())
                .setString(
                        Tag.SeriesInstanceUID,
                        VR.UI,
                        Uid.named(name + " series").value())
                .setString(
                        Tag.SOPInstanceUID, VR.UI, Uid.named(name + " instance").value());
    }

    private static byte[] file(Attributes image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var meta = FileMetaInformation.of(
                new Uid(uid(image, Tag.SOPClassUID)),
                new Uid(uid(image, Tag.SOPInstanceUID)),
                UID.ExplicitVRLittleEndian);
        try (var out = new DicomOutputStream(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)) {
            out.writeFile(meta, image);
        }
        return bytes.toByteArray();
    }

    private static String uid(Attributes image, int tag) {
        return image.getString(tag, "");
    }

    private static byte[] json(BulkDataUri bulkData, Attributes... images) throws IOException {
        var bytes = new ByteArrayOutputStream();
        DicomJson.writeArray(List.of(images), bytes, bulkData);
        return bytes.toByteArray();
    }

    private static byte[] xml(Attributes image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        DicomXml.write(image, bytes, PIXELS_ELSEWHERE);
        return bytes.toByteArray();
    }

    private static byte[] pixels(Attributes image) {
        return image.getBytes(Tag.PixelData).orElseThrow();
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

    private static String path(Attributes image) {
        return STUDIES + "/" + uid(image, Tag.StudyInstanceUID) + "/series/" + uid(image, Tag.SeriesInstanceUID)
                + "/instances/" + uid(image, Tag.SOPInstanceUID);
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

    @Test
    void aGzipBodyIsUnpackedWithinLimits() throws Exception {
        byte[] packed = StowBody.gzip(body().part(file(image())).end());
        assertThat(send(packed, "Content-Type", RELATED, "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(200);

        byte[] bomb = StowBody.gzip(new byte[80 << 20]);
        var tooLarge = send(bomb, "Content-Type", "application/dicom+json", "Content-Encoding", "gzip");
        assertThat(tooLarge.statusCode()).isIn(409, 413); // as blank metadata they are too much before they are a bomb
        var file = new ByteArrayOutputStream();
        file.write(file(image().setBytes(Tag.PixelData, VR.OW, new byte[80 << 20])));
        var large = send(
                StowBody.gzip(file.toByteArray()), "Content-Type", "application/dicom", "Content-Encoding", "gzip");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(Http.json(large).path("detail").asText()).contains("gzip");

        var broken =
                send(Arrays.copyOf(packed, packed.length / 2), "Content-Type", RELATED, "Content-Encoding", "gzip");
        assertThat(broken.statusCode()).isEqualTo(409);
        var none = send(new byte[9], "Content-Type", RELATED, "Content-Encoding", "gzip");
        assertThat(none.statusCode()).isEqualTo(400);
        var other = send(packed, "Content-Type", RELATED, "Content-Encoding", "br");
        assertThat(other.statusCode()).isEqualTo(415);
    }

    @Test
    void boundariesMayHoldWhatQuotesAllow() throws Exception {
        String boundary = "a b:c=d?(e)/+_,-.'f";
        var body = new String(body().part(new byte[0]).end(), StandardCharsets.US_ASCII)
                .replace(StowBody.BOUNDARY, boundary);
        int at = body.indexOf("\r\n\r\n") + 4;
        var bytes = new ByteArrayOutputStream();
        bytes.write(body.substring(0, at).getBytes(StandardCharsets.US_ASCII));
        bytes.write(file(image()));
        bytes.write(body.substring(at).getBytes(StandardCharsets.US_ASCII));
        assertThat(http.post(STUDIES, "multipart/related;boundary=\"" + boundary + "\"", bytes.toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void manyPartsAreOneRequest() throws Exception {
        var body = body();
        String name = "many";
        Attributes one = image(name);
        for (int i = 0; i < 5000; i++) {
            one.setString(Tag.SOPInstanceUID, VR.UI, Uid.named(name + i).value());
            body.part(file(one), "Content-Type: application/dicom");
        }
        var answer = http.post(STUDIES, RELATED, body.end());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Http.json(answer).path("00081199").path("Value")).hasSize(5000);
        JsonNode series = http.json(STUDIES + "/" + uid(one, Tag.StudyInstanceUID) + "/series?includefield=00201209");
        assertThat(series.get(0).path("00201209").path("Value").path(0).asInt()).isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void whenASenderGoesAwayWhatWasCompleteStaysAndNothingElse(String framing) throws Exception {
        Attributes complete = image();
        Attributes cut = image();
        Attributes pieces = image();
        Attributes late = image();
        byte[] metadata = json(PIXELS_ELSEWHERE, pieces);
        byte[] other = new String(json(PIXELS_ELSEWHERE, late), StandardCharsets.UTF_8)
                .replace("bulk/1", "bulk/2")
                .getBytes(StandardCharsets.UTF_8);
        byte[] whole = body().part(file(complete))
                .part(metadata, JSON)
                .part(other, JSON)
                .bulk(OCTETS, "bulk/1", pixels(pieces))
                .part(file(cut))
                .cutOff();
        // The last file lacks its pixel data to the element: what is there would be a data set by itself.
        byte[] sent = Arrays.copyOf(whole, whole.length - pixels(cut).length - 12);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
            OutputStream out = socket.getOutputStream();
            String head = "POST /" + STUDIES + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + RELATED + "\r\n" + framing
                    + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            if (framing.startsWith("Transfer")) {
                out.write((Integer.toHexString(sent.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(sent);
        }
        awaitStored(pieces);
        assertThat(http.get(path(complete), "Accept", "application/dicom").statusCode())
                .isEqualTo(200);
        // A request that comes to its end after the broken one: that is over, too.
        assertThat(http.stow(STUDIES, List.of(file(image()))).statusCode()).isEqualTo(200);
        for (Attributes absent : List.of(cut, late)) {
            assertThat(http.get(path(absent), "Accept", "application/dicom").statusCode())
                    .isEqualTo(404);
        }
        try (var left = java.nio.file.Files.list(server.data().resolve("incoming"))) {
            assertThat(left.map(file -> file.getFileName().toString()).filter(file -> file.startsWith("bulk-")))
                    .isEmpty();
        }
    }

    @Test
    void aBodyThatEndsWithoutItsLastBoundaryWasCutOff() throws Exception {
        Attributes complete = image();
        Attributes cut = image();
        byte[] whole = body().part(file(complete)).part(file(cut)).cutOff();
        byte[] sent = Arrays.copyOf(whole, whole.length - pixels(cut).length - 12);
        var answer = http.post(STUDIES, RELATED, sent);
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(202);
        assertThat(http.get(path(complete), "Accept", "application/dicom").statusCode())
                .isEqualTo(200);
        assertThat(http.get(path(cut), "Accept", "application/dicom").statusCode())
                .isEqualTo(404);
    }

    private static void awaitStored(Attributes image) throws Exception {
        for (int i = 0; i < 600; i++) {
            if (http.get(path(image), "Accept", "application/dicom").statusCode() == 200) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("what was complete is not stored");
    }
}

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
import java.io.ByteArrayOutputStream;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/** STOW-RS bodies as they come over the wire: packed, long, cut off. */
class StowStreamIT {
    private static RunningServer server;
    private static Http http;

    @BeforeAll
    static void find() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
    }

    private static HttpResponse<byte[]> send(byte[] body, String... headers) throws Exception {
        var request =
                HttpRequest.newBuilder(server.http(STUDIES)).headers(headers).POST(BodyPublishers.ofByteArray(body));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    private static StowBody body() {
        return new StowBody();
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

    /** Class 23 of the hostile inputs; so are many parts, and bodies without an end. */
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

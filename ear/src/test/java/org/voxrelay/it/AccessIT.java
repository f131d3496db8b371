package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomIdentity;
import org.voxrelay.dicom.phantom.PhantomSeries;

/** Other origins, versions of HTTP, compressed answers, and requests that are too large. */
class AccessIT {
    private static final String VIEWER = "https://viewer.example.org";
    private static final String STUDY =
            "dicom-web/studies/" + PhantomIdentity.named("access").study().value();

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(
                folder.resolve("data"), Map.of("VOXRELAY_CORS_ORIGINS", VIEWER + ", http://localhost:3000"));
        http = new Http(server);
        var files = new ArrayList<byte[]>();
        var series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 64, 48, 5), "access");
        for (Path file : series.write(folder.resolve("series"))) {
            files.add(Files.readAllBytes(file));
        }
        assertThat(http.stow("dicom-web/studies", files).statusCode()).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dicom-web/studies", "api/jobs", "dicom-web/studies/1.2.3"})
    void aPageOfANamedOriginMayAskBeforehand(String path) throws Exception {
        var answer = preflight(path, VIEWER);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(VIEWER);
        assertThat(header(answer, "Access-Control-Allow-Methods")).contains("GET", "POST", "DELETE");
        assertThat(header(answer, "Access-Control-Allow-Headers")).contains("content-type");
        assertThat(header(answer, "Vary")).contains("Origin");
    }

    @Test
    void itsBrowserMayReadAnswersAndErrors() throws Exception {
        for (String path : List.of("dicom-web/studies", STUDY, "dicom-web/studies/1.2.3/metadata")) {
            var answer = http.get(path, "Origin", VIEWER);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(VIEWER);
            assertThat(header(answer, "Access-Control-Expose-Headers")).contains("ETag", "Warning");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
        }
    }

    @Test
    void pagesOfOtherOriginsMayNot() throws Exception {
        for (String origin : List.of("https://viewer.example.org.evil.example", "http://viewer.example.org", "null")) {
            assertThat(http.get("dicom-web/studies", "Origin", origin).headers().map())
                    .doesNotContainKey("access-control-allow-origin");
            assertThat(preflight("dicom-web/studies", origin).headers().map())
                    .doesNotContainKey("access-control-allow-origin");
        }
    }

    private static HttpResponse<byte[]> preflight(String path, String origin) throws Exception {
        var request = HttpRequest.newBuilder(server.http(path))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type");
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bothVersionsOfHttpGiveTheSame(Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        var request = HttpRequest.newBuilder(server.http(STUDY + "/instances"))
                .header("Accept", "application/dicom+json")
                .build();
        var first = client.send(request, BodyHandlers.ofByteArray());
        assertThat(first.version()).isEqualTo(version);
        assertThat(first.body()).isEqualTo(http.get(STUDY + "/instances").body());
        var images = client.send(
                HttpRequest.newBuilder(server.http(STUDY))
                        .header("Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*")
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(images.version()).isEqualTo(version);
        assertThat(Multipart.parts(images)).hasSize(5);
    }

    @Test
    void jsonIsCompressedAsTheClientLikesIt() throws Exception {
        byte[] plain = http.get(STUDY + "/instances").body();
        var brotli = http.get(STUDY + "/instances", "Accept-Encoding", "gzip, deflate, br");
        assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
        assertThat(header(brotli, "Vary")).contains("Accept-Encoding");
        assertThat(brotli.body()).hasSizeLessThan(plain.length / 2);
        assertThat(decompressed(brotli.body())).isEqualTo(plain);
        assertThat(header(http.get(STUDY + "/instances", "Accept-Encoding", "gzip"), "Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(http.get(STUDY + "/instances", "Accept-Encoding", "br;q=0, identity")
                        .body())
                .isEqualTo(plain);
    }

    @Test
    void whatIsShortOrNoJsonIsNotCompressed() throws Exception {
        for (String path : List.of(STUDY, "health/ready", "dicom-web/studies/1.2.3/metadata")) {
            var answer = http.get(path, "Accept-Encoding", "br");
            assertThat(answer.headers().firstValue("Content-Encoding")).as(path).isEmpty();
        }
        var error = http.get("dicom-web/studies/1.2.3/metadata", "Accept-Encoding", "br");
        assertThat(error.statusCode()).isEqualTo(404);
        assertThat(Http.json(error).path("detail").asText()).isNotEmpty();
    }

    private static byte[] decompressed(byte[] brotli) throws Exception {
        Brotli4jLoader.ensureAvailability();
        try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(brotli))) {
            return in.readAllBytes();
        }
    }

    @Test
    void whatIsTooLargeOrNoRequestAtAllIsRefusedWithoutInnards() throws Exception {
        String search = "GET /dicom-web/studies";
        for (String request : List.of(
                search + "?PatientID=" + "x".repeat(200_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                search + " HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(200_000) + "\r\n\r\n",
                search + " HTTP/1.1\r\nHost: a\r\n" + "X-Many: 1\r\n".repeat(5_000) + "\r\n",
                search + "?PatientID=%GG HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                search + "/../../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n")) {
            String answer = raw(request);
            assertThat(answer).doesNotContain("\tat ", "Exception", "java.", "root:");
            assertThat(answer).doesNotStartWith("HTTP/1.1 5");
        }
        assertThat(http.get("health/ready").statusCode()).isEqualTo(200);
    }

    /** What the server says until it closes; nothing if it closes at once. */
    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.http("").getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (java.net.SocketException e) {
                return ""; // closed while we wrote
            }
        }
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return String.join(", ", answer.headers().allValues(name));
    }
}

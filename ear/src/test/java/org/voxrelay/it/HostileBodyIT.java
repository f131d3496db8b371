package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.it.StowImages.RELATED;
import static org.voxrelay.it.StowImages.STUDIES;
import static org.voxrelay.it.StowImages.file;
import static org.voxrelay.it.StowImages.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/**
 * Bodies that are made to do harm, at every door over HTTP: classes 4 (bombs and forged lengths), 21 (InlineBinary) and 22
 * (entities) of the hostile inputs. Each is answered with a sentence and no 5xx, nothing of it is stored, and the server is well.
 */
class HostileBodyIT {
    private static final String FOUR_GIB = "4294967296";
    private static final String DICOM = "application/dicom";
    private static final String DICOM_JSON = "application/dicom+json";
    private static final String DICOM_XML = "application/dicom+xml";

    private static RunningServer server;
    private static Http http;

    private static final String NAME = "hostile body";

    private String before;

    @BeforeAll
    static void find() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
    }

    @BeforeEach
    void look() throws Exception {
        before = contents();
    }

    @AfterEach
    void nothingIsStoredAndTheServerIsWell() throws Exception {
        assertThat(contents()).isEqualTo(before);
        assertThat(http.get("health/ready").statusCode()).isEqualTo(200);
        try (Stream<Path> left = Files.list(server.data().resolve("incoming"))) {
            assertThat(left.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("bulk-") || name.endsWith(".part")))
                    .isEmpty();
        }
    }

    /** What of it is stored, and the nodes. */
    private static String contents() throws Exception {
        var found = new StringBuilder(http.json("api/nodes").toString());
        for (String uid : new String[] {"1.2.3.4", image(NAME).getString(Tag.SOPInstanceUID, "")}) {
            var answer = http.get("dicom-web/instances?SOPInstanceUID=" + uid, "Accept", DICOM_JSON);
            found.append(answer.statusCode()).append(Http.text(answer));
        }
        return found.toString();
    }

    private static HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
            throws Exception {
        var request = HttpRequest.newBuilder(server.http(path))
                .headers(headers)
                .method(method, BodyPublishers.ofByteArray(body));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    /** RFC 9457, or failures with a reason each (PS3.18 section 10.5.3), of which the log has the sentence. */
    private static void assertRefused(HttpResponse<byte[]> answer) throws IOException {
        String text = Http.text(answer);
        assertThat(answer.statusCode()).as(text).isBetween(400, 499);
        JsonNode json = Http.json(answer);
        JsonNode answered = json.isArray() ? json.get(0) : json;
        assertThat(answered.has("00081199")).as(text).isFalse();
        if (answered.has("0008119A") || answered.has("00081198")) {
            assertThat(answered.findValues("00081197")).as(text).isNotEmpty();
            assertThat(server.log().lines().reduce((one, next) -> next).orElseThrow())
                    .matches(".* refused .+: [A-Z_]+: .{20,}");
        } else {
            assertThat(answered.path("detail").asText()).as(text).matches("[A-Z].{10,}");
        }
    }

    static Stream<Arguments> bombs() throws Exception {
        byte[] zeros = new byte[80 << 20];
        byte[] bigImage = file(image(NAME).setBytes(Tag.PixelData, VR.OW, zeros));
        byte[] spaces = " ".repeat(80 << 20).getBytes(StandardCharsets.US_ASCII);
        var members = new ByteArrayOutputStream();
        byte[] empty = StowBody.gzip(new byte[0]);
        for (int i = 0; i < 200_000; i++) {
            members.write(empty);
        }
        byte[] inParts = new StowBody().part(bigImage).end();
        return Stream.of(
                Arguments.of("an image of zeros", DICOM, StowBody.gzip(bigImage)),
                Arguments.of("an image of zeros as a part", RELATED, StowBody.gzip(inParts)),
                Arguments.of("zeros", DICOM, StowBody.gzip(zeros)),
                Arguments.of("zeros before the first part", RELATED, StowBody.gzip(zeros)),
                Arguments.of("blanks as JSON", DICOM_JSON, StowBody.gzip(spaces)),
                Arguments.of("blanks as XML", DICOM_XML, StowBody.gzip(spaces)),
                Arguments.of("members of nothing", DICOM, members.toByteArray()),
                Arguments.of("members of nothing as parts", RELATED, members.toByteArray()),
                Arguments.of("a bomb in a bomb", DICOM, StowBody.gzip(StowBody.gzip(zeros))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void bombsOfGzipEndWithASentence(String what, String type, byte[] bomb) throws Exception {
        assertRefused(send("POST", STUDIES, bomb, "Content-Type", type, "Content-Encoding", "gzip"));
    }

    /** Whatever else reads a body does not unpack one. */
    @ParameterizedTest
    @CsvSource({"POST, api/nodes", "PUT, api/nodes/NOBODY"})
    void bombsOfGzipAreNotUnpackedElsewhere(String method, String path) throws Exception {
        byte[] bomb = StowBody.gzip(new byte[80 << 20]);
        assertRefused(send(method, path, bomb, "Content-Type", "application/json", "Content-Encoding", "gzip"));
    }

    private static byte[] json(String attributes) {
        return ("[{\"00080016\":{\"vr\":\"UI\",\"Value\":[\"1.2.840.10008.5.1.4.1.1.2\"]},"
                        + "\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2.3.4\"]},"
                        + "\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2.3.5\"]},"
                        + "\"0020000E\":{\"vr\":\"UI\",\"Value\":[\"1.2.3.6\"]}," + attributes + "}]")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] xml(String prologue, String attributes) {
        return (prologue + "<NativeDicomModel>" + xmlUid("00080016", "1.2.840.10008.5.1.4.1.1.2")
                        + xmlUid("00080018", "1.2.3.4") + xmlUid("0020000D", "1.2.3.5") + xmlUid("0020000E", "1.2.3.6")
                        + attributes + "</NativeDicomModel>")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String xmlUid(String tag, String uid) {
        return "<DicomAttribute tag=\"" + tag + "\" vr=\"UI\"><Value number=\"1\">" + uid + "</Value></DicomAttribute>";
    }

    private static String inXml(String tag, String vr, String content) {
        return "<DicomAttribute tag=\"" + tag + "\" vr=\"" + vr + "\">" + content + "</DicomAttribute>";
    }

    private static String laughs() {
        var entities = new StringBuilder("<!DOCTYPE n [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 12; i++) {
            String ten = ("&a" + (i - 1) + ";").repeat(10);
            entities.append("<!ENTITY a").append(i).append(" \"").append(ten).append("\">");
        }
        return entities + "]>";
    }

    static Stream<Arguments> metadata() {
        String huge = "A".repeat(40 << 20);
        String deep = "\"00400275\":{\"vr\":\"SQ\",\"Value\":[{".repeat(100_000);
        String items = "<DicomAttribute tag=\"00400275\" vr=\"SQ\"><Item number=\"1\">".repeat(100_000);
        String value = inXml("00100020", "LO", "<Value number=\"1\">&a11;</Value>");
        return Stream.of(
                Arguments.of(
                        "InlineBinary on DS",
                        DICOM_JSON,
                        json("\"00280030\":{\"vr\":\"DS\",\"InlineBinary\":\"AAAA\"}")),
                Arguments.of(
                        "InlineBinary on SQ",
                        DICOM_JSON,
                        json("\"00400275\":{\"vr\":\"SQ\",\"InlineBinary\":\"AAAA\"}")),
                Arguments.of(
                        "huge", DICOM_JSON, json("\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"" + huge + "\"}")),
                Arguments.of("no base64", DICOM_JSON, json("\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"@\"}")),
                Arguments.of("nested", DICOM_JSON, json(deep)),
                Arguments.of("arrays", DICOM_JSON, json("\"00080060\":" + "[".repeat(100_000))),
                Arguments.of("unknown", DICOM_JSON, json("\"00080060\":{\"x\":" + "[".repeat(100_000))),
                Arguments.of("number", DICOM_JSON, json("\"00280010\":{\"vr\":\"US\",\"Value\":[1e999999999]}")),
                Arguments.of(
                        "digits",
                        DICOM_JSON,
                        json("\"00200013\":{\"vr\":\"IS\",\"Value\":[" + "9".repeat(2_000_000) + "]}")),
                Arguments.of("cut off", DICOM_JSON, json("\"00080060\":{\"vr\":\"CS\",\"Value\":[\"C")),
                Arguments.of(
                        "InlineBinary on DS",
                        DICOM_XML,
                        xml("", inXml("00280030", "DS", "<InlineBinary>AAAA</InlineBinary>"))),
                Arguments.of(
                        "huge",
                        DICOM_XML,
                        xml("", inXml("7FE00010", "OW", "<InlineBinary>" + huge + "</InlineBinary>"))),
                Arguments.of("nested", DICOM_XML, xml("", items)),
                Arguments.of("entities", DICOM_XML, xml(laughs(), value)),
                Arguments.of(
                        "file", DICOM_XML, xml("<!DOCTYPE n [<!ENTITY a11 SYSTEM \"file:///etc/passwd\">]>", value)),
                Arguments.of("encoding", DICOM_XML, xml("<?xml version=\"1.0\" encoding=\"none\"?>", "")),
                Arguments.of(
                        "attribute", DICOM_XML, xml("", "<DicomAttribute tag=\"" + "0".repeat(2_000_000) + "\"/>")),
                Arguments.of("names", DICOM_XML, xml("", "<" + "a".repeat(2_000_000) + "/>")));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("metadata")
    void metadataThatAreMadeToDoHarmAreRefused(String what, String type, byte[] body) throws Exception {
        assertRefused(send("POST", STUDIES, body, "Content-Type", type));
        byte[] part = new StowBody().part(body, "Content-Type: " + type).end();
        assertRefused(send("POST", STUDIES, part, "Content-Type", RELATED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"port\":1e999999999}",
                "{\"port\":4294967300}",
                "{\"may\":{}}",
                "{\"aeTitle\":[]}",
                "\u0000",
                "{\"aeTitle\":\"A\\u0000B\",\"host\":\"h\"}",
                "{\"aeTitle\":\"A\",\"host\":\"h\",\"may\":[[[]]]}"
            })
    void aNodeThatIsNoneIsRefused(String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertRefused(send("POST", "api/nodes", bytes, "Content-Type", "application/json"));
        assertRefused(send("PUT", "api/nodes/NOBODY", bytes, "Content-Type", "application/json"));
    }

    @Test
    void aNodeThatIsDeepOrLongIsRefused() throws Exception {
        for (String body : new String[] {
            "[".repeat(16_000),
            "{\"may\":" + "[".repeat(15_000),
            "{\"port\":" + "9".repeat(15_000) + "}",
            "{\"aeTitle\":\"" + "A".repeat(20 << 20) + "\"}"
        }) {
            assertRefused(send(
                    "POST", "api/nodes", body.getBytes(StandardCharsets.US_ASCII), "Content-Type", "application/json"));
        }
    }

    /** Everything that takes a body, and something that does not. */
    static Stream<Arguments> doors() throws Exception {
        byte[] image = file(image(NAME));
        byte[] parts = new StowBody().part(image).cutOff();
        byte[] nothing = new byte[0];
        var doors = Stream.<Arguments>builder();
        for (byte[] sent : new byte[][] {nothing, image, parts, "[{".getBytes(StandardCharsets.US_ASCII)}) {
            for (String type : new String[] {DICOM, RELATED, DICOM_JSON, DICOM_XML}) {
                doors.add(Arguments.of("POST", STUDIES, type, sent));
            }
        }
        for (byte[] sent : new byte[][] {nothing, "{".getBytes(StandardCharsets.US_ASCII)}) {
            doors.add(Arguments.of("POST", "api/nodes", "application/json", sent));
            doors.add(Arguments.of("PUT", "api/nodes/NOBODY", "application/json", sent));
            doors.add(Arguments.of("POST", "api/models", "application/zip", sent));
            doors.add(Arguments.of("POST", "api/jobs/1.2.3/again", "application/json", sent));
        }
        return doors.build();
    }

    /** The sender says 4 GiB, sends some bytes, and no more. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("doors")
    void fourGibibytesThatDoNotComeAreNoFault(String method, String path, String type, byte[] sent) throws Exception {
        assertNoFault(exchange(method, path, "Content-Type: " + type + "\r\nContent-Length: " + FOUR_GIB, sent));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("doors")
    void aChunkThatDoesNotComeIsNoFault(String method, String path, String type, byte[] sent) throws Exception {
        var chunk = new ByteArrayOutputStream();
        chunk.write("FFFFFFFF\r\n".getBytes(StandardCharsets.US_ASCII));
        chunk.write(sent);
        assertNoFault(exchange(
                method, path, "Content-Type: " + type + "\r\nTransfer-Encoding: chunked", chunk.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 1e9",
                "Content-Length: 0x10",
                "Content-Length: 5\r\nContent-Length: 4294967301",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: nonsense"
            })
    void lengthsThatAreNoneAreNoFault(String framing) throws Exception {
        assertNoFault(exchange(
                "POST",
                STUDIES,
                "Content-Type: application/dicom\r\n" + framing,
                "abcde".getBytes(StandardCharsets.US_ASCII)));
    }

    /** 4 GiB are not 0 bytes, with the next request behind them. */
    @Test
    void aLengthBeyond32BitsDoesNotWrap() throws Exception {
        String hidden = "GET /api/server HTTP/1.1\r\nHost: x\r\n\r\n";
        String answer = exchange(
                "POST",
                STUDIES,
                "Content-Type: application/dicom\r\nContent-Length: " + FOUR_GIB,
                hidden.getBytes(StandardCharsets.US_ASCII));
        assertThat(answer).doesNotContain("HTTP/1.1 200");
    }

    /** A sender who went away needs no answer; one that is given is no 5xx. */
    private static void assertNoFault(String answer) {
        if (!answer.isEmpty()) {
            assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
        }
    }

    /** Sends, closes its own side, and reads what comes back. */
    private static String exchange(String method, String path, String headers, byte[] body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((method + " /" + path
                            + " HTTP/1.1\r\nHost: x\r\nAccept: application/dicom+json, application/json\r\n" + headers
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }
}

package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Fault;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.PduEncoder;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.UserInformation;

/** What cannot be kept is refused with the right status and a sentence; what came before and after is kept. */
class BadInputIT {
    private static final int SUCCESS = 0x0000;
    private static final int SOP_CLASS_MISMATCH = 0xA900;
    private static final int CANNOT_UNDERSTAND = 0xC000;
    /** PDU types (PS3.8 section 9.3). */
    private static final int ASSOCIATE_AC = 2;

    private static final int ABORT = 7;

    private static RunningServer server;
    private static Http http;
    private static Jobs jobs;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
        jobs = new Jobs(server);
        for (Fault fault : Fault.values()) {
            store(faulty(fault).instances());
        }
    }

    @Test
    void goodInstancesAreKeptBesideBadOnesInOneAssociation() throws Exception {
        PhantomSeries series = series("bad input");
        List<Attributes> images = series.instances();
        byte[] whole = StoreSession.bytes(images.get(1));
        byte[] garbage = new byte[10_000];
        new Random(3).nextBytes(garbage);

        try (StoreSession session = StoreSession.open(server, "BADSENDER")) {
            assertThat(session.store(images.get(0))).isEqualTo(SUCCESS);
            assertThat(session.store(uid(images, 1), Arrays.copyOf(whole, whole.length - 100)))
                    .as("cut off in its pixels")
                    .isEqualTo(CANNOT_UNDERSTAND);
            assertThat(session.store(uid(images, 1), Arrays.copyOf(whole, 300)))
                    .as("cut off in its header")
                    .isEqualTo(CANNOT_UNDERSTAND);
            assertThat(session.store(uid(images, 2), garbage)).as("garbage").isEqualTo(CANNOT_UNDERSTAND);
            assertThat(session.store(Uid.named("another"), StoreSession.bytes(images.get(3))))
                    .as("another instance than the command names")
                    .isEqualTo(SOP_CLASS_MISMATCH);
            assertThat(session.store(uid(images, 4), nestedSequences(100_000)))
                    .as("bomb of nested sequences")
                    .isEqualTo(CANNOT_UNDERSTAND);
            assertThat(session.store(uid(images, 5), new byte[0])).as("empty").isEqualTo(CANNOT_UNDERSTAND);
            assertThat(session.store(images.get(6))).isEqualTo(SUCCESS);
        }

        assertThat(http.json(study(series) + "/instances"))
                .extracting(
                        match -> match.path("00080018").path("Value").path(0).asText())
                .containsExactlyInAnyOrder(
                        uid(images, 0).value(), uid(images, 6).value());
        assertThat(server.log().lines().filter(line -> line.contains("BADSENDER")))
                .as("a sentence for each that was refused")
                .hasSize(6)
                .allMatch(line -> line.matches(".*refused [0-9.]+ from C_STORE BADSENDER: [A-Z_]+: .{20,}"));
        assertNobodyIsNamed(series);
        assertServes();
    }

    @Test
    void aSenderThatStopsInTheMiddleLeavesNothingOfThatInstance() throws Exception {
        PhantomSeries series = series("stopped");
        List<Attributes> images = series.instances();
        byte[] whole = StoreSession.bytes(images.get(1));
        StoreSession session = StoreSession.open(server, "STOPPER");
        assertThat(session.store(images.get(0))).isEqualTo(SUCCESS);
        assertThatThrownBy(() -> session.store(uid(images, 1), out -> {
                    out.write(whole, 0, whole.length - 100);
                    throw new IOException("the cable");
                }))
                .hasMessage("the cable");

        assertThat(http.json(study(series) + "/instances")).hasSize(1);
        assertNobodyIsNamed(series);
        assertServes();
    }

    /** Class 17 of the hostile inputs, with the next; the wire itself is in the module dimse. */
    @Test
    void whatIsNoDicomConnectionDoesNoHarm() throws Exception {
        byte[] noise = new byte[1000];
        new Random(5).nextBytes(noise);
        assertThat(answer(noise)).isEqualTo(ABORT);
        assertThat(answer("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(ABORT);
        assertThat(answer(HexFormat.of().parseHex("0100ffffffff")))
                .as("A-ASSOCIATE-RQ of 4 GiB")
                .isEqualTo(ABORT);
        assertThat(answer(HexFormat.of().parseHex("040000000006000000020100")))
                .as("P-DATA-TF before any association")
                .isEqualTo(ABORT);
        assertServes();
    }

    @Test
    void halfOpenConnectionsHoldNobodyUp() throws Exception {
        try (Socket silent = connect();
                Socket begun = connect();
                Socket stuck = connect()) {
            byte[] request = associationRequest();
            begun.getOutputStream().write(request, 0, request.length / 2);
            stuck.getOutputStream().write(request);
            assertThat(stuck.getInputStream().read()).isEqualTo(ASSOCIATE_AC);
            stuck.getOutputStream().write(HexFormat.of().parseHex("040000010000")); // P-DATA-TF, and then nothing

            PhantomSeries series = series("beside half-open ones");
            store(series.instances());
            assertThat(http.json(study(series) + "/instances")).hasSize(12);
            assertThat(List.of(silent, begun, stuck)).allMatch(Socket::isConnected);
        }
        assertServes();
    }

    /** The reason is what a radiographer reads on the page. Class 16 of the hostile inputs. */
    @ParameterizedTest
    @CsvSource({
        "GANTRY_TILT, gantry tilt",
        "DUPLICATE_POSITIONS, are the same",
        "MISSING_SLICE, Slices are missing",
        "UNEVEN_SPACING, not even",
        "TWO_ORIENTATIONS, different directions"
    })
    void aSeriesThatIsNoVolumeEndsItsJobWithAReasonAndNoSegmentation(Fault fault, String reason) throws Exception {
        assertNoVolume(faulty(fault), reason);
    }

    @Test
    void oneImageIsNoVolumeEither() throws Exception {
        PhantomSeries series = faulty(Fault.ONE_SLICE);
        assertThat(http.json(study(series) + "/instances")).hasSize(1);
        jobs.start(series.identity().series().value());
        assertNoVolume(series, "one image only");
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE")
    void aGoodSeriesAmongThemIsDone(Fault none) throws Exception {
        JsonNode job = jobs.awaitEnd(faulty(none).identity().study().value());
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
    }

    private static void assertNoVolume(PhantomSeries series, String reason) throws Exception {
        JsonNode job = jobs.awaitEnd(series.identity().study().value());
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("CANCELED");
        assertThat(job.path("reason").asText()).contains(reason).matches("[A-Z].+\\.");
        assertThat(http.json(study(series) + "/series")).hasSize(1);
        assertNobodyIsNamed(series);
    }

    private static void assertNobodyIsNamed(PhantomSeries series) throws IOException {
        assertThat(server.log()).doesNotContain("PHANTOM^CT", series.identity().patientId());
        assertThat(server.terminal())
                .doesNotContain("PHANTOM^CT", series.identity().patientId());
    }

    private static void assertServes() throws Exception {
        try (StoreSession session = StoreSession.open(server, "GOODSENDER")) {
            assertThat(session.association().echo()).isEqualTo(SUCCESS);
        }
        assertThat(http.get("health/ready").statusCode()).isEqualTo(200);
    }

    private static PhantomSeries faulty(Fault fault) {
        return series("fault " + fault).with(fault);
    }

    private static PhantomSeries series(String name) {
        return PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 40, 32, 12), "bad input " + name);
    }

    private static String study(PhantomSeries series) {
        return "dicom-web/studies/" + series.identity().study().value();
    }

    private static Uid uid(List<Attributes> images, int index) {
        return StoreSession.uid(images.get(index));
    }

    private static void store(List<Attributes> images) throws IOException {
        try (StoreSession session = StoreSession.open(server, "GOODSENDER")) {
            for (Attributes image : images) {
                assertThat(session.store(image)).isEqualTo(SUCCESS);
            }
        }
    }

    /** (0040,A730) SQ of undefined length holding an item of undefined length, and so on; nothing is ever closed. */
    private static byte[] nestedSequences(int depth) throws IOException {
        byte[] level = HexFormat.of().parseHex("400030a7" + "53510000" + "ffffffff" + "feff00e0" + "ffffffff");
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < depth; i++) {
            bytes.write(level);
        }
        return bytes.toByteArray();
    }

    private static byte[] associationRequest() {
        var ct = new ProposedContext(1, UID.CTImageStorage, List.of(UID.ExplicitVRLittleEndian));
        return PduEncoder.encode(new Pdu.AssociateRq(
                RunningServer.AE_TITLE,
                "HALFOPEN",
                Pdu.APPLICATION_CONTEXT,
                List.of(ct),
                new UserInformation(16384, "1.2.3", "HALF_OPEN")));
    }

    private static Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.dicomPort());
    }

    /** The first byte of the answer: the type of a PDU. */
    private static int answer(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            return socket.getInputStream().read();
        }
    }
}

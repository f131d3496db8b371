package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.AssociationException.Cause;
import org.voxrelay.dimse.pdu.AnsweredContext;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.PduEncoder;
import org.voxrelay.dimse.pdu.UserInformation;

/** Acceptors that answer what they like: the requester ends with an exception that says so, and never hangs. */
class HostileAcceptorTest {
    private static final AssociationLimits LIMITS =
            TestServer.LIMITS.withIdle(Duration.ofSeconds(1)).withArtim(Duration.ofSeconds(1));

    private final List<byte[]> received = new ArrayList<>();
    private ServerSocket listener;
    private Thread acceptor;

    /** Whether all answers but the first go out without waiting. */
    private boolean flooding;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws Exception {
        listener.close();
        acceptor.join();
    }

    /** Answers the first PDU that comes with the first answer, the second with the second, and so on; then hangs up. */
    private AssociationRequest answering(byte[]... answers) {
        acceptor = new Thread(() -> {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(20_000);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                for (byte[] answer : answers) {
                    if (!flooding || received.isEmpty()) {
                        received.add(readPdu(in));
                    }
                    out.write(answer);
                }
                received.add(readPdu(in));
            } catch (IOException expected) {
                // the requester hung up
            }
        });
        acceptor.start();
        return AssociationRequest.to("127.0.0.1", listener.getLocalPort())
                .limits(LIMITS)
                .addVerification()
                .add(UID.CTImageStorage, UID.ImplicitVRLittleEndian);
    }

    private static byte[] readPdu(DataInputStream in) throws IOException {
        byte[] header = new byte[6];
        in.readFully(header);
        byte[] body = new byte[ByteBuffer.wrap(header).getInt(2)];
        in.readFully(body);
        return ByteBuffer.allocate(6 + body.length).put(header).put(body).array();
    }

    private static byte[] accept(int maxPduLength, AnsweredContext... contexts) {
        return PduEncoder.encode(new Pdu.AssociateAc(
                "ANY-SCP",
                "VOXRELAY",
                Pdu.APPLICATION_CONTEXT,
                List.of(contexts),
                new UserInformation(maxPduLength, "1.2", "")));
    }

    private static byte[] acceptBoth(int maxPduLength) {
        return accept(
                maxPduLength,
                new AnsweredContext(1, 0, UID.ImplicitVRLittleEndian),
                new AnsweredContext(3, 0, UID.ImplicitVRLittleEndian));
    }

    private static byte[] data(Command command) {
        byte[] bytes = command.encode();
        return ByteBuffer.allocate(12 + bytes.length)
                .put((byte) 4)
                .put((byte) 0)
                .putInt(bytes.length + 6)
                .putInt(bytes.length + 2)
                .put((byte) command.contextId())
                .put((byte) 3)
                .put(bytes)
                .array();
    }

    @ParameterizedTest
    @CsvSource({
        "03 00 00000004 00 01 01 03, REJECTED, calling ae title not recognized",
        "03 00 00000004 00 02 03 02, REJECTED, local limit exceeded",
        "03 00 00000004 00 09 09 09, REJECTED, source 9",
        "07 00 00000004 00 00 02 01, ABORTED_BY_PEER, reason 1",
        "04 00 00000006 00000002 0103, PROTOCOL, out of turn",
        "06 00 00000004 00000000, PROTOCOL, out of turn",
        "485454502F312E3120343030, PROTOCOL, type 72",
        "02 00 FFFFFFFF, PROTOCOL, length",
    })
    void anAnswerThatIsNoAcceptanceIsExplained(String answer, Cause why, String message) {
        AssociationRequest request = answering(HexFormat.of().parseHex(answer.replace(" ", "")));
        assertThatThrownBy(request::open)
                .isInstanceOf(AssociationException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((AssociationException) e).why())
                .isEqualTo(why);
    }

    @Test
    void noAnswerEndsInATimeout() {
        AssociationRequest request = answering(new byte[0]);
        assertThatThrownBy(request::open)
                .extracting(e -> ((AssociationException) e).why())
                .isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void aTransferSyntaxThatWasNotProposedIsNotAgreedOn() throws IOException {
        AssociationRequest request = answering(accept(0, new AnsweredContext(3, 0, UID.JPEG2000)));
        try (Association association = request.open()) {
            assertThat(association.contexts()).isEmpty();
            assertThatThrownBy(association::echo).hasMessageContaining("did not accept Verification");
        }
    }

    @Test
    void anAnswerToAnotherMessageIsAborted() throws IOException {
        Command other = Commands.echo(1, 77, UID.Verification).response(0, "");
        AssociationRequest request = answering(acceptBoth(0), data(other));
        try (Association association = request.open()) {
            assertThatThrownBy(association::echo)
                    .extracting(e -> ((AssociationException) e).why())
                    .isEqualTo(Cause.PROTOCOL);
        }
    }

    @Test
    void anAbortInsteadOfAnAnswerIsReported() throws IOException {
        AssociationRequest request = answering(acceptBoth(0), PduEncoder.encode(new Pdu.Abort(0, 0)));
        try (Association association = request.open()) {
            assertThatThrownBy(association::echo)
                    .extracting(e -> ((AssociationException) e).why())
                    .isEqualTo(Cause.ABORTED_BY_PEER);
            assertThatThrownBy(association::echo).hasMessageContaining("is over");
        }
    }

    @Test
    void noPduIsLongerThanThePeerTakes() throws Exception {
        byte[][] answers = new byte[200][0];
        answers[0] = acceptBoth(64);
        AssociationRequest request = answering(answers);
        Association association = request.open();
        assertThatThrownBy(() -> association.store(
                        new Uid(UID.CTImageStorage),
                        new Uid("1.2.3"),
                        UID.ImplicitVRLittleEndian,
                        out -> out.write(new byte[1001])))
                .isInstanceOf(AssociationException.class);
        association.close();
        acceptor.join();
        assertThat(received.subList(1, received.size()))
                .hasSizeGreaterThan(17)
                .allMatch(pdu -> pdu.length <= 70)
                .filteredOn(pdu -> pdu[0] == 4)
                .allMatch(pdu -> pdu[11] == 2 || pdu[11] == 3 || (pdu.length - 12) % 2 == 0);
    }

    /** PS3.8 section 9.2: both ask for the release at the same time. */
    @Test
    void releasesThatCollideEndInOrder() throws Exception {
        byte[] releaseRequest = PduEncoder.encode(new Pdu.ReleaseRq());
        byte[] releaseResponse = PduEncoder.encode(new Pdu.ReleaseRp());
        AssociationRequest request = answering(acceptBoth(0), releaseRequest, releaseResponse);
        request.open().release();
        acceptor.join();
        assertThat(received.stream().map(pdu -> (int) pdu[0])).containsExactly(1, 5, 6);
    }

    private static final String FIND = UID.StudyRootQueryRetrieveInformationModelFind;
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;

    private AssociationRequest answeringQueries(byte[]... answers) {
        return answering(answers).addService(FIND).addService(GET);
    }

    private static byte[] acceptQueries() {
        return accept(
                0,
                new AnsweredContext(3, 0, UID.ImplicitVRLittleEndian),
                new AnsweredContext(5, 0, UID.ImplicitVRLittleEndian),
                new AnsweredContext(7, 0, UID.ImplicitVRLittleEndian));
    }

    private static Command findResponse(int messageId, int status) {
        return Commands.query(5, Command.C_FIND_RQ, messageId, FIND, Optional.empty())
                .response(status, "");
    }

    private static byte[] match(int messageId) {
        byte[] command = data(findResponse(messageId, Status.PENDING).withDataSet());
        byte[] noDataSet = HexFormat.of().parseHex("04000000000600000002" + "0502");
        return join(command, noDataSet);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private void refusedFind(byte[]... answers) throws IOException {
        byte[] first = acceptQueries();
        AssociationRequest request = answeringQueries(first, join(answers));
        try (Association association = request.open()) {
            assertThatThrownBy(() -> association.find(FIND, new Attributes(), match -> true))
                    .extracting(e -> ((AssociationException) e).why())
                    .isEqualTo(Cause.PROTOCOL);
        }
    }

    @Test
    void aPendingResponseToNothingIsAborted() throws IOException {
        refusedFind(match(77));
    }

    @Test
    void aResponseBehindTheLastIsAborted() throws IOException {
        byte[] last = data(findResponse(1, Status.SUCCESS));
        AssociationRequest request = answeringQueries(acceptQueries(), join(last, last));
        try (Association association = request.open()) {
            assertThat(association.find(FIND, new Attributes(), match -> true).isSuccess())
                    .isTrue();
            assertThatThrownBy(() -> association.find(FIND, new Attributes(), match -> true))
                    .extracting(e -> ((AssociationException) e).why())
                    .isEqualTo(Cause.PROTOCOL);
        }
    }

    @Test
    void aResponseOfAnotherOperationIsAborted() throws IOException {
        refusedFind(data(Commands.echo(3, 1, UID.Verification).response(0, "")));
    }

    @Test
    void aMatchThatIsNoDataSetIsAborted() throws IOException {
        byte[] command = data(findResponse(1, Status.PENDING).withDataSet());
        refusedFind(join(command, HexFormat.of().parseHex("0400000000080000000405020102")));
    }

    @Test
    void aPendingAnswerToAnEchoIsAborted() throws IOException {
        byte[] pending = data(Commands.echo(1, 1, UID.Verification).response(Status.PENDING, ""));
        AssociationRequest request = answering(acceptBoth(0), pending);
        try (Association association = request.open()) {
            assertThatThrownBy(association::echo)
                    .extracting(e -> ((AssociationException) e).why())
                    .isEqualTo(Cause.PROTOCOL);
        }
    }

    @Test
    void aPeerThatGoesOnForeverAfterACancelIsAborted() throws Exception {
        byte[] flood = join(Collections.nCopies(200, match(1)).toArray(byte[][]::new));
        byte[][] answers = Collections.nCopies(2000, flood).toArray(byte[][]::new);
        answers[0] = acceptQueries();
        flooding = true;
        AssociationRequest request = answeringQueries(answers).limits(LIMITS.withIdle(Duration.ofMillis(300)));
        try (Association association = request.open()) {
            assertThatThrownBy(() -> association.find(FIND, new Attributes(), match -> false))
                    .isInstanceOf(AssociationException.class)
                    .hasMessageContaining("goes on with what was cancelled");
        }
    }

    /** A role that was not asked for gives the peer no right to send. */
    @Test
    void instancesThatNobodyAskedForAreRefused() throws Exception {
        Command store = Commands.store(3, 1, UID.CTImageStorage, "1.2.3");
        byte[] sent = join(data(store), HexFormat.of().parseHex("040000000008000000040302" + "0102"));
        byte[] echoed = data(Commands.echo(3, 1, UID.Verification).response(0, ""));
        AssociationRequest request = answering(acceptBoth(0), sent, echoed);
        try (Association association = request.open()) {
            assertThat(association.echo()).isZero();
        }
        acceptor.join();
        assertThat(HexFormat.of().formatHex(received.get(2))).contains("00000009020000002201"); // status 0122
    }
}

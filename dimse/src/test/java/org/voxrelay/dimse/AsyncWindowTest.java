package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.pdu.AnsweredContext;
import org.voxrelay.dimse.pdu.AsyncOperationsWindow;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.PduEncoder;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.UserInformation;
import org.voxrelay.dimse.pdu.UserItems;

/**
 * Operations that overlap (PS3.7 section D.3.3.3), each role against bytes of the test: pynetdicom and DCMTK agree on a
 * window of one only, so no program of somebody else shows it.
 */
class AsyncWindowTest {
    private static final int LAST_OF_DATA_SET = 0x02;
    private static final AsyncOperationsWindow THREE = new AsyncOperationsWindow(3, 1);

    private static UserInformation user(AsyncOperationsWindow window) {
        UserItems items =
                new UserItems(Optional.of(window), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());
        return new UserInformation(16384, "1.2.3", "RAW", items);
    }

    private static byte[] readPdu(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(6);
        byte[] body = in.readNBytes(ByteBuffer.wrap(header).getInt(2));
        return ByteBuffer.allocate(6 + body.length).put(header).put(body).array();
    }

    /** How many data sets end in a P-DATA-TF PDU. */
    private static int endedDataSets(byte[] pdu) {
        ByteBuffer values = ByteBuffer.wrap(pdu, 6, pdu.length - 6);
        int ended = 0;
        while (values.hasRemaining()) {
            int length = values.getInt();
            int flags = values.get(values.position() + 1);
            ended += flags == LAST_OF_DATA_SET ? 1 : 0;
            values.position(values.position() + length);
        }
        return ended;
    }

    private static byte[] data(Command command) {
        byte[] bytes = command.encode();
        return ByteBuffer.allocate(12 + bytes.length)
                .put((byte) 4)
                .put((byte) 0)
                .putInt(bytes.length + 6)
                .putInt(bytes.length + 2)
                .put((byte) 1)
                .put((byte) 3)
                .put(bytes)
                .array();
    }

    /** Answers nothing before it has three instances, then the last of them first. */
    private static void acceptThree(ServerSocket listener) throws IOException {
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout(20_000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            readPdu(in);
            out.write(PduEncoder.encode(new Pdu.AssociateAc(
                    "TEST",
                    "VOXRELAY",
                    Pdu.APPLICATION_CONTEXT,
                    List.of(new AnsweredContext(1, AnsweredContext.ACCEPTED, UID.ImplicitVRLittleEndian)),
                    user(THREE))));
            for (int arrived = 0; arrived < 3; ) {
                arrived += endedDataSets(readPdu(in));
            }
            for (int message = 3; message >= 1; message--) {
                out.write(data(Commands.store(1, message, UID.CTImageStorage, "1.2." + message)
                        .response(0xB000 + message, "")));
            }
            readPdu(in); // the request for the release
            out.write(new byte[] {6, 0, 0, 0, 0, 4, 0, 0, 0, 0});
        }
    }

    @Test
    void aRequesterSendsAheadAndTakesTheAnswersInAnyOrder() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> acceptor = CompletableFuture.runAsync(() -> {
                try {
                    acceptThree(listener);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            List<String> answers = new ArrayList<>();
            try (Association association = AssociationRequest.to("127.0.0.1", listener.getLocalPort())
                    .limits(TestServer.LIMITS)
                    .add(UID.CTImageStorage, UID.ImplicitVRLittleEndian)
                    .window(8)
                    .open()) {
                assertThat(association.info().window()).isEqualTo(THREE);
                for (int i = 1; i <= 3; i++) {
                    String name = "instance " + i;
                    association.storeLater(
                            ct("1.2." + i), result -> answers.add(name + String.format(" %04X", result.status())));
                }
                association.awaitStored();
            }
            acceptor.get(20, TimeUnit.SECONDS);
            assertThat(answers).containsExactlyInAnyOrder("instance 1 B001", "instance 2 B002", "instance 3 B003");
        }
    }

    private static OutgoingInstance ct(String uid) {
        return new OutgoingInstance(
                new Uid(UID.CTImageStorage),
                new Uid(uid),
                List.of(UID.ImplicitVRLittleEndian),
                (syntax, out) -> out.write(new byte[10]));
    }

    @Test
    void anAcceptorServesWhatArrivedAheadInTurn() throws Exception {
        CountDownLatch allSent = new CountDownLatch(1);
        AtomicInteger inService = new AtomicInteger();
        AtomicInteger mostInService = new AtomicInteger();
        StoreService service = (request, dataset) -> {
            mostInService.accumulateAndGet(inService.incrementAndGet(), Math::max);
            dataset.readAllBytes();
            await(allSent);
            inService.decrementAndGet();
            return new StoreResult(
                    0xB000 + Integer.parseInt(request.sopInstanceUid().substring(4)), "");
        };
        byte[] request = PduEncoder.encode(new Pdu.AssociateRq(
                "TEST",
                "RAW",
                Pdu.APPLICATION_CONTEXT,
                List.of(new ProposedContext(1, UID.CTImageStorage, List.of(UID.ImplicitVRLittleEndian))),
                user(new AsyncOperationsWindow(3, 3))));
        try (DimseServer server = TestServer.open(service);
                RawPeer peer = new RawPeer(server)) {
            assertThat(peer.send(request).receive())
                    .as("window of 3 operations that we perform, 1 that we invoke")
                    .contains("530000040003" + "0001");
            for (int message = 1; message <= 3; message++) {
                peer.sendData(
                        1,
                        3,
                        Commands.store(1, message, UID.CTImageStorage, "1.2." + message)
                                .encode());
                peer.sendData(1, LAST_OF_DATA_SET, new byte[10]);
            }
            allSent.countDown(); // the first waits for this: all three are outstanding now
            for (int message = 1; message <= 3; message++) {
                // Status (0000,0900), two bytes: B001, B002, B003
                assertThat(peer.receive()).contains("00000009" + "02000000" + "0" + message + "b0");
            }
        }
        assertThat(mostInService).as("one after the other").hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not all was sent");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

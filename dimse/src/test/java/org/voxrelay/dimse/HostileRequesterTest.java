package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.PduEncoder;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.RoleSelection;
import org.voxrelay.dimse.pdu.UserInformation;
import org.voxrelay.dimse.pdu.UserItems;

/** Requesters that break the services above the PDUs: each is told or shown the door, and the server goes on. */
class HostileRequesterTest {
    private static final String FIND = UID.StudyRootQueryRetrieveInformationModelFind;
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;
    private static final String MPPS = UID.ModalityPerformedProcedureStep;
    private static final String INVALID = "07000000000400000206";

    /** Contexts 1 to 7 are Verification, the query, the retrieval and MPPS; 9 is CT Image Storage. */
    private static final byte[] REQUEST = request(
            List.of(UID.Verification, FIND, GET, MPPS, UID.CTImageStorage),
            new UserItems(
                    Optional.empty(),
                    List.of(new RoleSelection(UID.CTImageStorage, false, true)),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));

    private final List<NormalizedMessage> performed = new ArrayList<>();
    private DimseServer server;

    private static byte[] request(List<String> classes, UserItems items) {
        List<ProposedContext> contexts = IntStream.range(0, classes.size())
                .mapToObj(i -> new ProposedContext(2 * i + 1, classes.get(i), List.of(UID.ImplicitVRLittleEndian)))
                .toList();
        return PduEncoder.encode(new Pdu.AssociateRq(
                "TEST", "RAW", Pdu.APPLICATION_CONTEXT, contexts, new UserInformation(16384, "1.2.3", "RAW", items)));
    }

    @BeforeEach
    void open() throws IOException {
        FindService endless = (request, matches) -> {
            while (matches.send(new Attributes().setString(Tag.StudyInstanceUID, "1.2.3"))) {
                // until somebody has enough
            }
            return OperationResult.SUCCESS;
        };
        OutgoingInstance ct = new OutgoingInstance(
                new Uid(UID.CTImageStorage),
                new Uid("1.2.3"),
                List.of(UID.ImplicitVRLittleEndian),
                (syntax, out) -> out.write(new byte[10]));
        server = TestServer.open(
                ApplicationEntity.titled("TEST")
                        .find(endless, FindOptions.NONE, FIND)
                        .get(
                                request -> new RetrieveService.Result.Instances(List.of(ct, ct)),
                                RetrieveOptions.NONE,
                                GET)
                        .normalized(
                                request -> {
                                    performed.add(request.message());
                                    return NormalizedResult.success();
                                },
                                MPPS)
                        .build(),
                TestServer.LIMITS.withDrainBytes(1 << 20).withIdentifierBytes(64 * 1024));
    }

    @AfterEach
    void theServerGoesOn() throws IOException {
        try (DimseServer closed = server;
                Association association =
                        TestServer.request(closed).addVerification().open()) {
            assertThat(association.echo()).isZero();
        }
    }

    private RawPeer associated() throws IOException {
        RawPeer peer = new RawPeer(server).send(REQUEST);
        assertThat(peer.receive()).startsWith("02");
        return peer;
    }

    private static byte[] query(int contextId, int field, String sopClass) {
        return Commands.query(contextId, field, 1, sopClass, Optional.empty()).encode();
    }

    @Test
    void aCancelOfNothingIsNothing() throws IOException {
        try (RawPeer peer = associated()) {
            for (int i = 0; i < 100; i++) {
                peer.sendData(3, 3, Commands.cancel(3, i).encode());
            }
            peer.sendData(1, 3, RawPeer.echoCommand());
            assertThat(peer.receive()).startsWith("0400");
        }
    }

    @Test
    void aCancelWithADataSetIsAborted() throws IOException {
        try (RawPeer peer = associated()) {
            peer.sendData(3, 3, Commands.cancel(3, 1).withDataSet().encode());
            assertThat(peer.receive()).isEqualTo(INVALID);
        }
    }

    @Test
    void cancelsOfOtherMessagesDoNotCancelThisOne() throws IOException {
        try (RawPeer peer = associated()) {
            peer.sendData(3, 3, query(3, Command.C_FIND_RQ, FIND)).sendData(3, 2, new byte[0]);
            assertThat(peer.receive()).contains("00000009020000" + "0000ff");
            for (int i = 2; i < 100; i++) {
                peer.sendData(3, 3, Commands.cancel(3, i).encode());
            }
            peer.sendData(3, 3, Commands.cancel(3, 1).encode());
            String last = peer.receive();
            while (!last.contains("000000090200000000fe")) {
                assertThat(last).startsWith("0400");
                last = peer.receive();
            }
        }
    }

    @Test
    void anIdentifierThatNeverEndsIsAborted() throws IOException {
        try (RawPeer peer = associated()) {
            peer.sendData(3, 3, query(3, Command.C_FIND_RQ, FIND));
            for (int i = 0; i < 70; i++) {
                peer.sendData(3, 0, new byte[16000]);
            }
            assertThat(peer.receive()).startsWith("0700");
        }
    }

    @Test
    void anIdentifierThatIsNoDataSetIsAnswered() throws IOException {
        try (RawPeer peer = associated()) {
            peer.sendData(3, 3, query(3, Command.C_FIND_RQ, FIND)).sendData(3, 2, RawPeer.ascii("no data set"));
            assertThat(peer.receive()).contains("0000000902000000" + "00c0");
            peer.sendData(1, 3, RawPeer.echoCommand());
            assertThat(peer.receive()).startsWith("0400");
        }
    }

    @Test
    void aQueryWithoutAnIdentifierIsAborted() throws IOException {
        Attributes set = new Attributes(Commands.query(3, Command.C_FIND_RQ, 1, FIND, Optional.empty())
                        .set())
                .setInt(Tag.CommandDataSetType, VR.US, 0x0101);
        try (RawPeer peer = associated()) {
            peer.sendData(3, 3, new Command(3, set).encode());
            assertThat(peer.receive()).isEqualTo(INVALID);
        }
    }

    @Test
    void aReleaseWithinAQueryIsAborted() throws IOException {
        try (RawPeer peer = associated()) {
            peer.sendData(3, 3, query(3, Command.C_FIND_RQ, FIND)).sendData(3, 2, new byte[0]);
            assertThat(peer.receive()).startsWith("0400");
            peer.send("05 00 00000004 00000000");
            String last = peer.receive();
            while (last.startsWith("0400")) {
                last = peer.receive();
            }
            assertThat(last).isEqualTo(INVALID);
        }
    }

    @Test
    void aRequestInsteadOfTheAnswerToASubOperationIsAborted() throws IOException {
        try (RawPeer peer = associated()) {
            peer.sendData(5, 3, query(5, Command.C_GET_RQ, GET)).sendData(5, 2, new byte[0]);
            assertThat(peer.receive()).startsWith("0400");
            peer.sendData(5, 3, query(5, Command.C_GET_RQ, GET));
            String last = peer.receive();
            while (last.startsWith("0400")) {
                last = peer.receive();
            }
            assertThat(last).isEqualTo(INVALID);
        }
    }

    @Test
    void aRequestBehindARunningQueryWaitsForItsTurn() throws IOException {
        try (RawPeer peer = associated()) {
            peer.sendData(3, 3, query(3, Command.C_FIND_RQ, FIND)).sendData(3, 2, new byte[0]);
            assertThat(peer.receive()).startsWith("0400");
            peer.sendData(3, 3, query(3, Command.C_FIND_RQ, FIND)).sendData(3, 2, new byte[0]);
            assertThat(peer.receive())
                    .as("the first query is endless and goes on")
                    .startsWith("0400");
        }
    }

    @Test
    void anUnknownOperationIsAnswered() throws IOException {
        Attributes unknown = new Attributes()
                .setString(Tag.AffectedSOPClassUID, VR.UI, MPPS)
                .setInt(Tag.CommandField, VR.US, 0x0666)
                .setInt(Tag.MessageID, VR.US, 9)
                .setInt(Tag.CommandDataSetType, VR.US, 0x0101);
        try (RawPeer peer = associated()) {
            peer.sendData(7, 3, new Command(7, unknown).encode());
            assertThat(peer.receive()).contains("00000009020000001102");
        }
    }

    @Test
    void aNormalizedRequestWithoutAnInstanceDoesNotReachTheService() throws IOException {
        for (String instance : List.of("", "../../etc/passwd", "1.2.3 4")) {
            Attributes set = new Attributes()
                    .setString(Tag.RequestedSOPClassUID, VR.UI, MPPS)
                    .setString(Tag.RequestedSOPInstanceUID, VR.UI, instance)
                    .setInt(Tag.CommandField, VR.US, 0x0150)
                    .setInt(Tag.MessageID, VR.US, 9)
                    .setInt(Tag.CommandDataSetType, VR.US, 0x0101);
            try (RawPeer peer = associated()) {
                peer.sendData(7, 3, new Command(7, set).encode());
                assertThat(peer.receive()).contains("00000009020000001701");
            }
        }
        assertThat(performed).isEmpty();
    }

    @Test
    void allHundredAndTwentyEightContextsAndOneMoreByANumberThatIsTaken() throws IOException {
        List<ProposedContext> contexts = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            contexts.add(new ProposedContext(2 * i + 1, FIND, List.of(UID.ImplicitVRLittleEndian)));
        }
        contexts.add(new ProposedContext(1, FIND, List.of(UID.ImplicitVRLittleEndian)));
        try (RawPeer peer = new RawPeer(server)) {
            peer.send(PduEncoder.encode(new Pdu.AssociateRq(
                    "TEST", "RAW", Pdu.APPLICATION_CONTEXT, contexts, new UserInformation(0, "1.2", ""))));
            assertThat(peer.receive()).isEqualTo(INVALID);
        }
    }

    @Test
    void manyRolesAndExtensionsAreNoHarm() throws IOException {
        List<RoleSelection> roles = IntStream.range(0, 2000)
                .mapToObj(i -> new RoleSelection("1.2." + i, true, true))
                .toList();
        UserItems items =
                new UserItems(Optional.empty(), roles, List.of(), List.of(), Optional.empty(), Optional.empty());
        try (RawPeer peer = new RawPeer(server).send(request(List.of(UID.Verification), items))) {
            assertThat(peer.receive()).startsWith("02");
        }
    }
}

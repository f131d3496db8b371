package org.voxrelay.dimse.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dimse.pdu.Pdu.Abort;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRj;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.Pdu.ReleaseRp;
import org.voxrelay.dimse.pdu.Pdu.ReleaseRq;

class PduTest {
    private static final String TITLES = ""
            + "414E592D534350202020202020202020" // called "ANY-SCP"
            + "4543484F534355202020202020202020" // calling "ECHOSCU"
            + "00".repeat(32);
    private static final String APPLICATION_CONTEXT =
            "10 00 0015 312E322E3834302E31303030382E332E312E312E31"; // 1.2.840.10008.3.1.1.1
    private static final String IMPLICIT = "40 00 0011 312E322E3834302E31303030382E312E32"; // 1.2.840.10008.1.2
    private static final String USER = ""
            + "50 00 0018"
            + "51 00 0004 00004000" // at most 16384 bytes
            + "52 00 0003 312E32" // implementation class 1.2
            + "55 00 0005 484552 4520"; // version "HERE "

    /** An A-ASSOCIATE-RQ that proposes Verification. */
    private static final String REQUEST = ""
            + "01 00 000000B2"
            + "0001 0000" // protocol version 1
            + TITLES
            + APPLICATION_CONTEXT
            + "20 00 002E 01 000000" // context 1
            + "30 00 0011 312E322E3834302E31303030382E312E31" // Verification
            + IMPLICIT
            + USER;

    private static final String ACCEPT = ""
            + "02 00 0000009D"
            + "0001 0000"
            + TITLES
            + APPLICATION_CONTEXT
            + "21 00 0019 01 00 00 00" // context 1 accepted
            + IMPLICIT
            + USER;

    @Test
    void aRequestIsReadFieldByField() throws PduException {
        AssociateRq request = (AssociateRq) decode(PduType.ASSOCIATE_RQ, REQUEST);
        assertThat(request)
                .isEqualTo(new AssociateRq(
                        "ANY-SCP",
                        "ECHOSCU",
                        Pdu.APPLICATION_CONTEXT,
                        List.of(new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
                        new UserInformation(16384, "1.2", "HERE")));
    }

    @Test
    void anAcceptanceIsReadFieldByField() throws PduException {
        AssociateAc accept = (AssociateAc) decode(PduType.ASSOCIATE_AC, ACCEPT);
        assertThat(accept.contexts()).containsExactly(new AnsweredContext(1, 0, "1.2.840.10008.1.2"));
        assertThat(accept.user()).isEqualTo(new UserInformation(16384, "1.2", "HERE"));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws PduException {
        UserInformation user = new UserInformation(0, "1.2.3", "VERSION");
        ProposedContext proposed = new ProposedContext(255, "1.2.3", List.of("1.2", "1.3"));
        for (Pdu pdu : List.of(
                new AssociateRq("CALLED", "CALLING", Pdu.APPLICATION_CONTEXT, List.of(proposed), user),
                new AssociateAc(
                        "CALLED", "CALLING", Pdu.APPLICATION_CONTEXT, List.of(new AnsweredContext(3, 4, "1.2")), user),
                new AssociateRj(1, 1, 7),
                new ReleaseRq(),
                new ReleaseRp(),
                new Abort(2, 6))) {
            byte[] bytes = PduEncoder.encode(pdu);
            PduType type = PduType.of(bytes[0]).orElseThrow();
            assertThat(ByteBuffer.wrap(bytes).getInt(2)).as("the length").isEqualTo(bytes.length - 6);
            assertThat(PduDecoder.decode(
                            type, ByteBuffer.wrap(bytes).position(6).slice()))
                    .isEqualTo(pdu);
        }
    }

    private static final UserItems ITEMS = new UserItems(
            Optional.of(new AsyncOperationsWindow(0, 65_535)),
            List.of(new RoleSelection("1.2.3", true, false), new RoleSelection("1.2.4", false, true)),
            List.of(new ExtendedNegotiation("1.2.3", Octets.of((byte) 1, (byte) 0, (byte) 1))),
            List.of(new CommonExtendedNegotiation("1.2.3", "1.2.4", List.of("1.2.5", "1.2.6"))),
            Optional.of(UserIdentity.usernameAndPasscode("müller", "secret").withResponseRequested()),
            Optional.of(Octets.ofUtf8("ticket")));

    @Test
    void whatIsNegotiatedIsReadAgain() throws PduException {
        UserInformation user = new UserInformation(1, "1.2.3", "VERSION", ITEMS);
        AssociateRq request = new AssociateRq(
                "CALLED",
                "CALLING",
                Pdu.APPLICATION_CONTEXT,
                List.of(new ProposedContext(1, "1.2.3", List.of("1.2"))),
                user);
        byte[] bytes = PduEncoder.encode(request);
        assertThat(PduDecoder.decode(
                        PduType.ASSOCIATE_RQ, ByteBuffer.wrap(bytes).position(6).slice()))
                .isEqualTo(request);
    }

    /** The items of the user information as bytes, in a request that proposes nothing. */
    private static UserItems items(String hex) throws PduException {
        int length = bytes(hex).length;
        String pdu = "01 00 00000000 0001 0000" + TITLES + String.format("50 00 %04X", length) + hex;
        return ((AssociateRq) decode(PduType.ASSOCIATE_RQ, pdu)).user().items();
    }

    @Test
    void theItemsAreLaidOutAsTheStandardSays() throws PduException {
        UserItems items = items(
                "53 00 0004 0003 0005" // invoked 3, performed 5
                        + "54 00 0007 0003 312E32 00 01" // roles of 1.2: not SCU, SCP
                        + "56 00 0007 0003 312E32 01 00" // extended negotiation of 1.2: 1, 0
                        + "57 00 0011 0003 312E32 0003 312E33 0005 0003 312E34" // 1.2 of service class 1.3, related to
                        // 1.4
                        + "58 00 000A 02 01 0002 6162 0002 6364"); // user name "ab", passcode "cd", response wanted
        assertThat(items.window()).contains(new AsyncOperationsWindow(3, 5));
        assertThat(items.roles()).containsExactly(new RoleSelection("1.2", false, true));
        assertThat(items.extendedOf("1.2")).contains(Octets.of((byte) 1, (byte) 0));
        assertThat(items.commonExtended()).containsExactly(new CommonExtendedNegotiation("1.2", "1.3", List.of("1.4")));
        assertThat(items.identity())
                .contains(UserIdentity.usernameAndPasscode("ab", "cd").withResponseRequested());
    }

    @Test
    void anIdentityOfAnUnknownTypeIsNone() throws PduException {
        assertThat(items("58 00 0006 09 01 0000 0000").identity()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "53 00 0002 0003", // a window cut short
                "54 00 0003 0009 31", // a UID longer than its item
                "54 00 0004 0002 312E", // roles missing
                "57 00 0002 00FF",
                "58 00 0006 02 01 FFFF 0000", // 64 KiB of user name in no bytes
                "58 00 0004 02 01 0000", // no passcode field
                "58 00 0000",
                "59 00 0002 0004",
                "51 00 0002 0001",
            })
    void itemsThatDoNotHoldWhatTheySayAreRefused(String hex) {
        assertThatThrownBy(() -> items(hex)).isInstanceOf(PduException.class);
    }

    @Test
    void anItemThatIsTooLongToBeWrittenIsAnArgumentError() {
        assertThatThrownBy(() -> UserIdentity.jsonWebToken("x".repeat(70_000)))
                .isInstanceOf(IllegalArgumentException.class);
        List<RoleSelection> many = IntStream.range(0, 3000)
                .mapToObj(i -> new RoleSelection("1.2.840.10008.5.1.4." + i, true, true))
                .toList();
        UserItems items =
                new UserItems(Optional.empty(), many, List.of(), List.of(), Optional.empty(), Optional.empty());
        AssociateRq request = new AssociateRq(
                "CALLED", "CALLING", Pdu.APPLICATION_CONTEXT, List.of(), new UserInformation(0, "1.2", "", items));
        assertThatThrownBy(() -> PduEncoder.encode(request)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRejectionHasResultSourceAndReason() {
        assertThat(PduEncoder.encode(new AssociateRj(1, 1, 7))).isEqualTo(bytes("03 00 00000004 00 01 01 07"));
    }

    @Test
    void anAbortHasSourceAndReason() {
        assertThat(PduEncoder.encode(new Abort(2, 6))).isEqualTo(bytes("07 00 00000004 00 00 02 06"));
    }

    @Test
    void itemsThatNobodyKnowsArePassedOver() throws PduException {
        String more = REQUEST + "77 00 0002 ABCD";
        assertThat(decode(PduType.ASSOCIATE_RQ, more)).isEqualTo(decode(PduType.ASSOCIATE_RQ, REQUEST));
    }

    @Test
    void controlCharactersInATitleAreShownAsQuestionMarks() throws PduException {
        byte[] bytes = bytes(REQUEST);
        bytes[11] = '\n';
        bytes[12] = (byte) 0xE4;
        AssociateRq request = (AssociateRq) PduDecoder.decode(
                PduType.ASSOCIATE_RQ, ByteBuffer.wrap(bytes).position(6).slice());
        assertThat(request.calledAeTitle()).isEqualTo("A??-SCP");
    }

    @Test
    void aContextIdThatIsEvenOrComesTwiceIsRefused() {
        byte[] even = bytes(REQUEST);
        int id = 6 + 68 + 25 + 4;
        even[id] = 2;
        refused(even);
        byte[] once = bytes(REQUEST);
        byte[] context = Arrays.copyOfRange(once, id - 4, id - 4 + 50);
        byte[] twice = Arrays.copyOf(once, once.length + context.length);
        System.arraycopy(context, 0, twice, once.length, context.length);
        refused(twice);
    }

    @Test
    void aContextWithoutSyntaxesIsRefused() {
        refused(bytes("01 00 00000000 0001 0000" + TITLES + "20 00 0004 01 000000"));
    }

    @Test
    void anotherProtocolVersionIsRefused() {
        byte[] bytes = bytes(REQUEST);
        bytes[7] = 2;
        refused(bytes);
    }

    @Test
    void lengthsThatNoPduHasAreRefused() {
        assertThatThrownBy(() -> PduDecoder.checkLength(PduType.ASSOCIATE_RQ, 0xFFFFFFFFL))
                .isInstanceOf(PduException.class);
        assertThatThrownBy(() -> PduDecoder.checkLength(PduType.ASSOCIATE_RQ, 67))
                .isInstanceOf(PduException.class);
        assertThatThrownBy(() -> PduDecoder.checkLength(PduType.RELEASE_RQ, 5)).isInstanceOf(PduException.class);
    }

    @Test
    void cutOffAndRandomPdusEndInAPduException() {
        Random random = new Random(3);
        UserInformation user = new UserInformation(1, "1.2.3", "VERSION", ITEMS);
        byte[] whole = PduEncoder.encode(
                new AssociateRq("A", "B", "1.2", List.of(new ProposedContext(1, "1.2.3", List.of("1.2"))), user));
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = Arrays.copyOf(whole, 6 + 68 + random.nextInt(whole.length - 74 + 1));
            for (int i = random.nextInt(3); i > 0; i--) {
                bytes[6 + random.nextInt(bytes.length - 6)] = (byte) random.nextInt();
            }
            try {
                PduDecoder.decode(
                        PduType.ASSOCIATE_RQ, ByteBuffer.wrap(bytes).position(6).slice());
            } catch (PduException expected) {
                assertThat(expected.reason()).isEqualTo(Abort.INVALID_PARAMETER);
            }
        }
    }

    private static void refused(byte[] pdu) {
        assertThatThrownBy(() -> PduDecoder.decode(
                        PduType.ASSOCIATE_RQ, ByteBuffer.wrap(pdu).position(6).slice()))
                .isInstanceOf(PduException.class);
    }

    private static Pdu decode(PduType type, String hex) throws PduException {
        return PduDecoder.decode(type, ByteBuffer.wrap(bytes(hex)).position(6).slice());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}

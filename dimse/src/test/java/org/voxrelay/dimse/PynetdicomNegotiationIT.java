package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.IdentityVerifier.Result;
import org.voxrelay.dimse.StorageOptions.DigitalSignatureSupport;
import org.voxrelay.dimse.StorageOptions.ElementCoercion;
import org.voxrelay.dimse.StorageOptions.LevelOfSupport;
import org.voxrelay.dimse.pdu.AsyncOperationsWindow;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;
import org.voxrelay.dimse.pdu.Octets;
import org.voxrelay.dimse.pdu.UserIdentity;
import org.voxrelay.peers.Peers;

/** pynetdicom proposes to us all that can be negotiated beside contexts, and answers us all. */
class PynetdicomNegotiationIT {
    private static final String CT = UID.CTImageStorage;
    private static final String FIND = UID.StudyRootQueryRetrieveInformationModelFind;
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;
    private static final String MOVE = UID.StudyRootQueryRetrieveInformationModelMove;

    private final List<UserIdentity> identities = new CopyOnWriteArrayList<>();
    private Optional<Process> acceptor = Optional.empty();

    private Result verify(UserIdentity identity) {
        identities.add(identity);
        String secondary = identity.secondary().utf8();
        return switch (identity.type()) {
            case USERNAME, USERNAME_AND_PASSCODE ->
                secondary.equals("wrong")
                        ? new Result.Refused()
                        : new Result.Verified(identity.primary().utf8());
            case KERBEROS -> new Result.Verified("ticket", Octets.ofUtf8("server ticket"));
            case SAML -> new Result.Verified("assertion", Octets.ofUtf8("<Response/>"));
            case JSON_WEB_TOKEN -> new Result.Verified("token");
        };
    }

    private ApplicationEntity archive(InMemoryStore store) {
        RetrieveService nothing = request -> new RetrieveService.Result.Instances(List.of());
        RetrieveOptions relational = new RetrieveOptions(true, false);
        return ApplicationEntity.titled("TEST")
                .store(store, StorageOptions.BIT_PRESERVING)
                .find(
                        (request, matches) -> OperationResult.SUCCESS,
                        new FindOptions(true, true, true, false, false),
                        FIND)
                .get(nothing, relational, GET)
                .move(nothing, (request, title) -> Optional.empty(), relational, MOVE)
                .identities((offer, identity) -> verify(identity))
                .build();
    }

    @Test
    void pynetdicomIsAnsweredWhatItProposes() throws IOException {
        InMemoryStore store = new InMemoryStore();
        try (DimseServer server = TestServer.open(archive(store), TestServer.LIMITS)) {
            Peers.Ended ended = Peers.run(
                    Path.of("."),
                    List.of(
                            Peers.python("pynetdicom").toString(),
                            "src/test/python/negotiation_scu.py",
                            "" + server.port()));
            assertThat(ended.output().lines())
                    .containsExactly(
                            "identity name echo 0000 b''",
                            "identity name and passcode echo 0000 b''",
                            "identity wrong passcode rejected",
                            "identity Kerberos echo 0000 b'server ticket'",
                            "identity SAML echo 0000 b'<Response/>'",
                            "identity JWT echo 0000 b''",
                            "identity JWT, no response wanted echo 0000 no response",
                            "window storage 5 5 answered 5 1",
                            "window storage 0 0 answered 16 1",
                            "window storage and query 5 5 answered 1 1",
                            "extended CT Image Storage 020003000000",
                            "extended MR Image Storage 030000000200",
                            "extended Study Root Query/Retrieve Information Model - FIND 0101010000",
                            "extended Study Root Query/Retrieve Information Model - MOVE 01",
                            "extended Study Root Query/Retrieve Information Model - GET 0100",
                            "role CT Image Storage SCU ",
                            "role MR Image Storage  SCP",
                            "role Study Root Query/Retrieve Information Model - FIND SCU ",
                            "role Study Root Query/Retrieve Information Model - GET SCU ",
                            "role Study Root Query/Retrieve Information Model - MOVE SCU ",
                            "private class of the Storage service stored 0000",
                            "private class related to CT stored 0000",
                            "private class of another service not accepted");
        }
        assertThat(identities)
                .containsExactly(
                        UserIdentity.username("müller").withResponseRequested(),
                        UserIdentity.usernameAndPasscode("somebody", "right").withResponseRequested(),
                        UserIdentity.usernameAndPasscode("somebody", "wrong").withResponseRequested(),
                        UserIdentity.kerberos(Octets.of("\u0060\u0082ticket".getBytes(StandardCharsets.ISO_8859_1)))
                                .withResponseRequested(),
                        UserIdentity.saml("<Assertion/>").withResponseRequested(),
                        UserIdentity.jsonWebToken("aaa.bbb.ccc").withResponseRequested(),
                        UserIdentity.jsonWebToken("aaa.bbb.ccc"));
        assertThat(store.instances()).containsOnlyKeys("1.2.826.0.1.999.1.1", "1.2.826.0.1.999.2.1");
    }

    private BufferedReader startAcceptor() throws IOException {
        Process process = new ProcessBuilder(
                        Peers.python("pynetdicom").toString(), "src/test/python/negotiation_scp.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        acceptor = Optional.of(process);
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @AfterEach
    void endAcceptor() throws InterruptedException {
        if (acceptor.isPresent()) {
            acceptor.get().destroy();
            acceptor.get().waitFor();
        }
    }

    private static int port(BufferedReader lines) throws IOException {
        return Integer.parseInt(lines.readLine().replace("port ", ""));
    }

    private static AssociationRequest request(int port) {
        return AssociationRequest.to("127.0.0.1", port)
                .calledAeTitle("PYNETDICOM")
                .limits(TestServer.LIMITS);
    }

    /** pynetdicom never confirms user names. */
    @Test
    void pynetdicomSeesEveryKindOfIdentityOfOurs() throws IOException {
        BufferedReader lines = startAcceptor();
        int port = port(lines);
        List<UserIdentity> ours = List.of(
                UserIdentity.username("müller"),
                UserIdentity.usernameAndPasscode("somebody", "right"),
                UserIdentity.kerberos(Octets.of((byte) 0x60, (byte) 0x82)),
                UserIdentity.saml("<Assertion/>"),
                UserIdentity.jsonWebToken("aaa.bbb.ccc"));
        List<Optional<Octets>> responses = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (UserIdentity identity : ours) {
            try (Association association = request(port)
                    .addVerification()
                    .identity(identity.withResponseRequested())
                    .open()) {
                assertThat(association.echo()).isZero();
                responses.add(association.info().agreed().identityResponse());
                seen.add(lines.readLine());
            }
        }
        assertThat(seen)
                .containsExactly(
                        "identity 1 b'm\\xc3\\xbcller' b''",
                        "identity 2 b'somebody' b'right'",
                        "identity 3 b'`\\x82' b''",
                        "identity 4 b'<Assertion/>' b''",
                        "identity 5 b'aaa.bbb.ccc' b''");
        assertThat(responses)
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Octets.ofUtf8("server ticket")),
                        Optional.of(Octets.ofUtf8("<Response/>")),
                        Optional.of(Octets.ofUtf8("ddd.eee.fff")));
        assertThatThrownBy(() -> request(port)
                        .addVerification()
                        .identity(UserIdentity.usernameAndPasscode("somebody", "wrong"))
                        .open())
                .isInstanceOf(AssociationException.class);
    }

    @Test
    void pynetdicomAnswersWhatWeProposeOfClassesAndRoles() throws IOException {
        BufferedReader lines = startAcceptor();
        try (Association association = request(port(lines))
                .addService(GET)
                .addService(MOVE)
                .add(CT, UID.ExplicitVRLittleEndian)
                .role(CT, true, true)
                .storageOptions(CT, StorageOptions.BIT_PRESERVING)
                .retrieveOptions(GET, new RetrieveOptions(true, true))
                .retrieveOptions(MOVE, new RetrieveOptions(true, false))
                .commonExtended(new CommonExtendedNegotiation(CT, UID.Storage, List.of(UID.MRImageStorage)))
                .open()) {
            assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine(), lines.readLine()))
                    .containsExactly(
                            "extended CT Image Storage 020003000000",
                            "extended Study Root Query/Retrieve Information Model - MOVE 0100",
                            "extended Study Root Query/Retrieve Information Model - GET 0101",
                            "common 1.2.840.10008.5.1.4.1.1.2 1.2.840.10008.4.2 1.2.840.10008.5.1.4.1.1.4");
            AssociationInfo info = association.info();
            assertThat(info.storageOptions(CT))
                    .contains(new StorageOptions(
                            LevelOfSupport.LEVEL_1, DigitalSignatureSupport.UNSPECIFIED, ElementCoercion.YES));
            assertThat(info.retrieveOptions(GET)).isEqualTo(new RetrieveOptions(true, false));
            assertThat(info.retrieveOptions(MOVE)).isEqualTo(RetrieveOptions.NONE);
            PresentationContext ct =
                    association.contextFor(CT, UID.ExplicitVRLittleEndian).orElseThrow();
            assertThat(ct.requesterIsScu()).isTrue();
            assertThat(ct.requesterIsScp()).isTrue();
        }
    }

    /** pynetdicom agrees on one operation at a time, so each is answered before the next is sent. */
    @Test
    void pynetdicomsWindowOfOneIsKeptTo() throws IOException {
        BufferedReader lines = startAcceptor();
        try (Association association = request(port(lines))
                .add(CT, UID.ExplicitVRLittleEndian)
                .window(8)
                .open()) {
            assertThat(lines.readLine()).isEqualTo("window 8 1");
            assertThat(association.info().window()).isEqualTo(AsyncOperationsWindow.SYNCHRONOUS);
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                association.storeLater(ct(i), result -> answers.add(result.status()));
                assertThat(answers).hasSizeGreaterThanOrEqualTo(i);
                assertThat(lines.readLine()).isEqualTo("stored 1.2." + i);
            }
            association.awaitStored();
            assertThat(answers).containsExactly(0, 0, 0);
        }
    }

    private static OutgoingInstance ct(int number) {
        return new OutgoingInstance(
                new Uid(CT),
                new Uid("1.2." + number),
                List.of(UID.ExplicitVRLittleEndian),
                (syntax, out) -> out.write(new byte[] {8, 0, 0x60, 0, 'C', 'S', 2, 0, 'C', 'T'})); // Modality CT
    }
}

package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.IdentityVerifier.Result;
import org.voxrelay.dimse.pdu.AsyncOperationsWindow;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;
import org.voxrelay.dimse.pdu.Octets;
import org.voxrelay.dimse.pdu.RoleSelection;
import org.voxrelay.dimse.pdu.UserIdentity;

/** What both sides agree on beyond contexts, and whom the acceptor lets in. */
class NegotiationTest {
    private static final String PRIVATE_CT = "1.2.999.1";

    private final InMemoryStore store = new InMemoryStore();

    private static OutgoingInstance ct(int number) {
        return new OutgoingInstance(
                new Uid(UID.CTImageStorage),
                new Uid("1.2." + number),
                List.of(UID.ImplicitVRLittleEndian),
                (syntax, out) -> out.write(new byte[100]));
    }

    private static AssociationRequest ctRequest(DimseServer server) {
        return TestServer.request(server).add(UID.CTImageStorage, UID.ImplicitVRLittleEndian);
    }

    @Test
    void severalInstancesAreSentBeforeTheFirstIsAnswered() throws IOException {
        CountDownLatch sent = new CountDownLatch(1);
        StoreService waiting = (request, dataset) -> {
            dataset.readAllBytes();
            await(sent);
            return new StoreResult(request.sopInstanceUid().equals("1.2.1") ? 0xA700 : 0, "");
        };
        List<String> answers = new ArrayList<>();
        try (DimseServer server = TestServer.open(waiting);
                Association association = ctRequest(server).window(8).open()) {
            assertThat(association.info().window()).isEqualTo(new AsyncOperationsWindow(8, 1));
            for (int i = 0; i < 8; i++) {
                String name = "1.2." + i + " ";
                association.storeLater(ct(i), result -> answers.add(name + result.status()));
            }
            assertThat(answers).isEmpty();
            sent.countDown();
            association.awaitStored();
        }
        assertThat(answers).hasSize(8).startsWith("1.2.0 0", "1.2.1 42752", "1.2.2 0");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the window did not fill");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFullWindowWaitsAndWhatComesBehindItWaitsForAll() throws IOException {
        AtomicReference<Integer> answered = new AtomicReference<>(0);
        try (DimseServer server = TestServer.open(store);
                Association association =
                        ctRequest(server).addVerification().window(3).open()) {
            for (int i = 0; i < 100; i++) {
                association.storeLater(ct(i), result -> answered.updateAndGet(count -> count + 1));
                assertThat(i + 1 - answered.get()).isLessThanOrEqualTo(3);
            }
            assertThat(association.echo()).isZero();
            assertThat(answered.get()).isEqualTo(100);
        }
        assertThat(store.instances()).hasSize(100);
    }

    @Test
    void theWindowIsTheNarrowerOfBoth() throws IOException {
        try (DimseServer server = TestServer.open(store, TestServer.LIMITS.withMaxOperations(4))) {
            assertThat(window(ctRequest(server).window(9))).isEqualTo(4);
            assertThat(window(ctRequest(server).window(0))).as("without limit").isEqualTo(4);
            assertThat(window(ctRequest(server).window(2))).isEqualTo(2);
            assertThat(window(ctRequest(server))).as("without a word").isEqualTo(1);
        }
    }

    private static int window(AssociationRequest request) throws IOException {
        try (Association association = request.open()) {
            return association.info().window().invoked();
        }
    }

    @Test
    void queriesAreSynchronous() throws IOException {
        String model = UID.StudyRootQueryRetrieveInformationModelFind;
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .store(store)
                .find((request, matches) -> OperationResult.SUCCESS, FindOptions.NONE, model)
                .build();
        try (DimseServer server = TestServer.open(entity, TestServer.LIMITS)) {
            assertThat(window(ctRequest(server).addService(model).window(8))).isEqualTo(1);
        }
    }

    @Test
    void rolesAreGrantedWhereThereIsAService() throws IOException {
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .store(store)
                .get(
                        request -> new RetrieveService.Result.Instances(List.of()),
                        RetrieveOptions.NONE,
                        UID.StudyRootQueryRetrieveInformationModelGet)
                .build();
        try (DimseServer server = TestServer.open(entity, TestServer.LIMITS);
                Association association = ctRequest(server)
                        .addVerification()
                        .role(UID.CTImageStorage, true, true)
                        .role(UID.Verification, true, true)
                        .open()) {
            assertThat(association.info().agreed().roles())
                    .containsExactly(
                            new RoleSelection(UID.CTImageStorage, true, true),
                            new RoleSelection(UID.Verification, true, false));
            assertThat(association.contexts().get(0).requesterIsScp()).isTrue();
            assertThat(association.contexts().get(1).requesterIsScp()).isFalse();
        }
        try (DimseServer server = TestServer.open(store);
                Association association =
                        ctRequest(server).role(UID.CTImageStorage, true, true).open()) {
            assertThat(association.contexts().get(0).requesterIsScp())
                    .as("nobody sends by C-GET")
                    .isFalse();
        }
    }

    /** PS3.7 section D.3.3.6: the requester says as what else an unknown class can be taken. */
    @Test
    void aClassThatIsRelatedToAKnownOneIsStored() throws IOException {
        try (DimseServer server = TestServer.open(store);
                Association association = TestServer.request(server)
                        .add(PRIVATE_CT, UID.ImplicitVRLittleEndian)
                        .commonExtended(new CommonExtendedNegotiation(
                                PRIVATE_CT, "1.2.840.10008.4.2", List.of("1.2.3", UID.CTImageStorage)))
                        .open()) {
            assertThat(association
                            .store(new Uid(PRIVATE_CT), new Uid("1.2.3"), UID.ImplicitVRLittleEndian, out -> {})
                            .isStored())
                    .isTrue();
            assertThat(store.instances().get("1.2.3").request().sopClassUid()).isEqualTo(PRIVATE_CT);
        }
    }

    private static final IdentityVerifier PASSCODES = (offer, identity) -> switch (identity.type()) {
        case USERNAME_AND_PASSCODE ->
            identity.secondary().utf8().equals("right")
                    ? new Result.Verified(identity.primary().utf8())
                    : new Result.Refused();
        case JSON_WEB_TOKEN -> new Result.Verified("token", Octets.ofUtf8("response"));
        case KERBEROS, SAML -> new Result.Verified("ticket", identity.primary());
        case USERNAME -> new Result.Ignored();
    };

    private DimseServer verifying(AtomicReference<Optional<String>> user) throws IOException {
        StoreService service = (request, dataset) -> {
            user.set(request.association().user());
            return StoreResult.SUCCESS;
        };
        return TestServer.open(
                ApplicationEntity.titled("TEST")
                        .store(service)
                        .identities(PASSCODES)
                        .build(),
                TestServer.LIMITS);
    }

    @Test
    void aUserIsVerifiedAndTheServiceLearnsTheName() throws IOException {
        AtomicReference<Optional<String>> user = new AtomicReference<>();
        UserIdentity identity = UserIdentity.usernameAndPasscode("müller", "right");
        try (DimseServer server = verifying(user);
                Association association = ctRequest(server)
                        .identity(identity.withResponseRequested())
                        .open()) {
            association.store(ct(1));
            assertThat(user.get()).contains("müller");
            assertThat(association.info().agreed().identityResponse()).contains(Octets.NONE);
        }
    }

    @Test
    void aWrongPasscodeIsRejected() throws IOException {
        try (DimseServer server = verifying(new AtomicReference<>())) {
            assertThatThrownBy(() -> ctRequest(server)
                            .identity(UserIdentity.usernameAndPasscode("müller", "wrong"))
                            .open())
                    .hasMessageContaining("rejected");
        }
    }

    @Test
    void aResponseComesOnlyWhereItIsAskedForAndTrue() throws IOException {
        AtomicReference<Optional<String>> user = new AtomicReference<>();
        try (DimseServer server = verifying(user)) {
            UserIdentity token = UserIdentity.jsonWebToken("a.b.c");
            assertThat(response(ctRequest(server).identity(token))).isEmpty();
            assertThat(response(ctRequest(server).identity(token.withResponseRequested())))
                    .contains(Octets.ofUtf8("response"));
            UserIdentity name = UserIdentity.username("somebody").withResponseRequested();
            assertThat(response(ctRequest(server).identity(name)))
                    .as("nobody has looked at it")
                    .isEmpty();
            assertThat(user.get()).isEmpty();
        }
    }

    /** PS3.7 Table D.3-15: what confirms a ticket is a ticket, what confirms an assertion is a SAML response. */
    @Test
    void aTicketAndAnAssertionAreConfirmedByTheAcceptorsOwnOnly() throws IOException {
        try (DimseServer server = verifying(new AtomicReference<>())) {
            for (UserIdentity identity :
                    List.of(UserIdentity.kerberos(Octets.of((byte) 1, (byte) 2)), UserIdentity.saml("<Assertion/>"))) {
                assertThat(response(ctRequest(server).identity(identity.withResponseRequested())))
                        .contains(identity.primary());
            }
            for (UserIdentity empty : List.of(UserIdentity.kerberos(Octets.NONE), UserIdentity.saml(""))) {
                assertThat(response(ctRequest(server).identity(empty.withResponseRequested())))
                        .as("there is nothing to confirm it by")
                        .isEmpty();
            }
        }
    }

    @Test
    void aUserNameIsConfirmedByAnEmptyResponse() {
        Result.Verified chatty = new Result.Verified("somebody", Octets.ofUtf8("hello"));
        assertThat(chatty.responseTo(UserIdentity.Type.USERNAME)).contains(Octets.NONE);
        assertThat(chatty.responseTo(UserIdentity.Type.USERNAME_AND_PASSCODE)).contains(Octets.NONE);
        assertThat(chatty.responseTo(UserIdentity.Type.JSON_WEB_TOKEN)).contains(Octets.ofUtf8("hello"));
        assertThat(new Result.Verified("somebody").responseTo(UserIdentity.Type.JSON_WEB_TOKEN))
                .contains(Octets.NONE);
    }

    private static Optional<Octets> response(AssociationRequest request) throws IOException {
        try (Association association = request.open()) {
            association.store(ct(1));
            return association.info().agreed().identityResponse();
        }
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(UserIdentity.usernameAndPasscode("user", "secret").toString())
                .doesNotContain("secret");
        assertThat(UserIdentity.jsonWebToken("secret").toString()).doesNotContain("secret");
    }

    @Test
    void oneNodeCannotTakeAllPlaces() throws Exception {
        try (DimseServer server = TestServer.open(store, TestServer.LIMITS.withMaxPerNode(2))) {
            try (Association first = ctRequest(server).open();
                    Association second = ctRequest(server).open()) {
                assertThatThrownBy(() -> ctRequest(server).open()).hasMessageContaining("local limit exceeded");
                try (Association other =
                        ctRequest(server).callingAeTitle("OTHER").open()) {
                    assertThat(other.store(ct(1)).isStored()).isTrue();
                }
                assertThat(first.store(ct(2)).isStored()).isTrue();
                assertThat(second.store(ct(3)).isStored()).isTrue();
            }
            while (server.openAssociations() > 0) {
                Thread.onSpinWait();
            }
            try (Association next = ctRequest(server).open()) {
                assertThat(next.store(ct(4)).isStored()).isTrue();
            }
        }
    }

    @Test
    void theApplicationTakesNoNewAssociationsWhileItHasNoRoom() throws IOException {
        AtomicReference<Optional<Rejection>> full = new AtomicReference<>(Optional.empty());
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .policy(AssociationPolicy.calling("TEST").and(AssociationPolicy.unless(full::get)))
                .store(store)
                .build();
        try (DimseServer server = TestServer.open(entity, TestServer.LIMITS);
                Association before = ctRequest(server).open()) {
            full.set(Optional.of(Rejection.TEMPORARY_CONGESTION));
            assertThatThrownBy(() -> ctRequest(server).open()).hasMessageContaining("temporary congestion");
            assertThat(before.store(ct(1)).isStored()).isTrue();
            full.set(Optional.empty());
            try (Association after = ctRequest(server).open()) {
                assertThat(after.store(ct(2)).isStored()).isTrue();
            }
        }
    }
}

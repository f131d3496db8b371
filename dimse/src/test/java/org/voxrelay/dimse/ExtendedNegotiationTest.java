package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.StorageOptions.DigitalSignatureSupport;
import org.voxrelay.dimse.StorageOptions.ElementCoercion;
import org.voxrelay.dimse.StorageOptions.LevelOfSupport;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;
import org.voxrelay.dimse.pdu.ExtendedNegotiation;
import org.voxrelay.dimse.pdu.Octets;
import org.voxrelay.dimse.pdu.RoleSelection;

/** What the services say of themselves beyond the basics, by SOP class (PS3.7 sections D.3.3.5 and D.3.3.6). */
class ExtendedNegotiationTest {
    private static final String CT = UID.CTImageStorage;
    private static final String FIND = UID.StudyRootQueryRetrieveInformationModelFind;
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;
    private static final String MOVE = UID.StudyRootQueryRetrieveInformationModelMove;
    private static final String PRIVATE = "1.2.999.1";
    private static final RetrieveOptions BOTH = new RetrieveOptions(true, true);
    private static final RetrieveOptions RELATIONAL = new RetrieveOptions(true, false);

    private final InMemoryStore store = new InMemoryStore();
    private final AtomicReference<RetrieveOptions> asked = new AtomicReference<>();

    private RetrieveService.Result retrieve(RetrieveRequest request) {
        asked.set(request.options());
        return new RetrieveService.Result.Instances(List.of());
    }

    private DimseServer open(StorageOptions options) throws IOException {
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .store(store, options)
                .find(
                        (request, matches) -> OperationResult.SUCCESS,
                        new FindOptions(true, false, true, true, false),
                        FIND)
                .get(this::retrieve, RELATIONAL, GET)
                .move(this::retrieve, (request, title) -> Optional.of(request(1)), RELATIONAL, MOVE)
                .build();
        return TestServer.open(entity, TestServer.LIMITS);
    }

    private static AssociationRequest request(int port) {
        return AssociationRequest.to("127.0.0.1", port).calledAeTitle("TEST").limits(TestServer.LIMITS);
    }

    private static AssociationRequest storing(DimseServer server, String sopClass) {
        return request(server.port()).add(sopClass, UID.ImplicitVRLittleEndian);
    }

    /** The bytes of PS3.4 Table B.3-2: level, reserved, signatures, reserved, coercion, reserved. */
    @Test
    void aRequesterOfStorageIsToldWhatBecomesOfItsInstances() throws IOException {
        try (DimseServer server = open(StorageOptions.BIT_PRESERVING);
                Association association = storing(server, CT)
                        .storageOptions(CT, StorageOptions.SCU_ONLY)
                        .open()) {
            assertThat(association.info().storageOptions(CT)).contains(StorageOptions.BIT_PRESERVING);
            assertThat(association.info().agreed().extendedOf(CT))
                    .contains(Octets.of((byte) 2, (byte) 0, (byte) 3, (byte) 0, (byte) 0, (byte) 0));
        }
        StorageOptions base =
                new StorageOptions(LevelOfSupport.LEVEL_1, DigitalSignatureSupport.UNSPECIFIED, ElementCoercion.YES);
        try (DimseServer server = open(base);
                Association association = storing(server, CT)
                        .storageOptions(CT, StorageOptions.SCU_ONLY)
                        .open()) {
            assertThat(association.info().storageOptions(CT)).contains(base);
        }
    }

    @Test
    void aProviderThatSaysNothingOfItselfIsNotSpokenFor() throws IOException {
        try (DimseServer server = TestServer.open(store);
                Association association = storing(server, CT)
                        .storageOptions(CT, StorageOptions.SCU_ONLY)
                        .open()) {
            assertThat(association.info().storageOptions(CT)).isEmpty();
            assertThat(association.info().agreed().extended()).isEmpty();
        }
    }

    /** PS3.4 section C.5.3.1: in a C-GET the acceptor only sends instances of this class. */
    @Test
    void whereTheRequesterStoresTheAcceptorIsNoProvider() throws IOException {
        try (DimseServer server = open(StorageOptions.BIT_PRESERVING);
                Association association = request(server.port())
                        .addService(GET)
                        .addRetrieved(CT, UID.ImplicitVRLittleEndian)
                        .retrieving(store)
                        .storageOptions(CT, StorageOptions.BIT_PRESERVING)
                        .open()) {
            assertThat(association.info().storageOptions(CT)).contains(StorageOptions.SCU_ONLY);
        }
    }

    @Test
    void unknownCodesAreUnspecified() {
        Octets odd = Octets.of((byte) 9, (byte) 1, (byte) 200, (byte) 1, (byte) 7);
        assertThat(StorageOptions.of(odd)).isEqualTo(StorageOptions.SCU_ONLY);
        assertThat(StorageOptions.of(Octets.NONE)).isEqualTo(StorageOptions.SCU_ONLY);
        assertThat(StorageOptions.of(Octets.of((byte) 1, (byte) 0, (byte) 3, (byte) 0, (byte) 1))
                        .digitalSignatureSupport())
                .as("signatures belong to level 2")
                .isEqualTo(DigitalSignatureSupport.UNSPECIFIED);
        assertThatThrownBy(() ->
                        new StorageOptions(LevelOfSupport.LEVEL_0, DigitalSignatureSupport.LEVEL_3, ElementCoercion.NO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, MOVE})
    void aRetrievalIsGrantedWhatBothHave(String model) throws IOException {
        try (DimseServer server = open(StorageOptions.BIT_PRESERVING)) {
            try (Association association = request(server.port())
                    .addService(model)
                    .retrieveOptions(model, BOTH)
                    .open()) {
                assertThat(association.info().retrieveOptions(model)).isEqualTo(RELATIONAL);
                retrieve(association, model);
                assertThat(asked.get()).isEqualTo(RELATIONAL);
            }
            try (Association association =
                    request(server.port()).addService(model).open()) {
                assertThat(association.info().agreed().extended()).isEmpty();
                retrieve(association, model);
                assertThat(asked.get()).as("nothing was asked for").isEqualTo(RetrieveOptions.NONE);
            }
        }
    }

    private static void retrieve(Association association, String model) throws IOException {
        RetrieveResult result = model.equals(GET)
                ? association.get(GET, new Attributes(), progress -> true)
                : association.move(MOVE, "OTHER", new Attributes(), progress -> true);
        assertThat(result.isSuccess()).as(result.toString()).isTrue();
    }

    /** PS3.4 sections C.5.1.1 and C.5.2.1: to one byte one byte is answered. */
    @ParameterizedTest
    @ValueSource(strings = {FIND, GET, MOVE})
    void nobodyIsAnsweredMoreBytesThanItSent(String model) throws IOException {
        try (DimseServer server = open(StorageOptions.BIT_PRESERVING);
                Association association = request(server.port())
                        .addService(model)
                        .extended(new ExtendedNegotiation(model, Octets.of((byte) 1)))
                        .open()) {
            assertThat(association.info().agreed().extended())
                    .containsExactly(new ExtendedNegotiation(model, Octets.of((byte) 1)));
        }
    }

    @Test
    void aClassWithoutAnAcceptedContextIsNotAnswered() throws IOException {
        try (DimseServer server = open(StorageOptions.BIT_PRESERVING);
                Association association = request(server.port())
                        .addVerification()
                        .add(GET, UID.JPEGBaseline8Bit)
                        .retrieveOptions(GET, BOTH)
                        .retrieveOptions(MOVE, BOTH)
                        .storageOptions(CT, StorageOptions.SCU_ONLY)
                        .open()) {
            assertThat(association.info().agreed().extended()).isEmpty();
        }
    }

    @Test
    void ofTwoProposalsForAClassTheLastIsSent() throws IOException {
        try (DimseServer server = open(StorageOptions.BIT_PRESERVING);
                Association association = request(server.port())
                        .addService(MOVE)
                        .retrieveOptions(MOVE, RetrieveOptions.NONE)
                        .retrieveOptions(MOVE, RELATIONAL)
                        .open()) {
            assertThat(association.info().agreed().extended()).hasSize(1);
            assertThat(association.info().retrieveOptions(MOVE)).isEqualTo(RELATIONAL);
        }
    }

    private static AssociationRequest privateClass(DimseServer server, String serviceClass, String... related) {
        return storing(server, PRIVATE)
                .commonExtended(new CommonExtendedNegotiation(PRIVATE, serviceClass, List.of(related)));
    }

    /** PS3.4 section B.4.1.2: who keeps everything may take every class of the Storage service. */
    @Test
    void aClassThatIsSaidToBeOfTheStorageServiceIsStoredByWhoKeepsEverything() throws IOException {
        try (DimseServer server = open(StorageOptions.BIT_PRESERVING)) {
            try (Association association = privateClass(server, UID.Storage)
                    .role(PRIVATE, true, true)
                    .storageOptions(PRIVATE, StorageOptions.SCU_ONLY)
                    .open()) {
                assertThat(association
                                .store(new Uid(PRIVATE), new Uid("1.2.3"), UID.ImplicitVRLittleEndian, out -> {})
                                .isStored())
                        .isTrue();
                assertThat(association.info().agreed().roles()).containsExactly(new RoleSelection(PRIVATE, true, true));
                assertThat(association.info().storageOptions(PRIVATE)).contains(StorageOptions.BIT_PRESERVING);
            }
            try (Association association =
                    privateClass(server, "1.2.840.10008.4.99").open()) {
                assertThat(association.contexts()).as("another service").isEmpty();
            }
        }
        StorageOptions local =
                new StorageOptions(LevelOfSupport.LEVEL_0, DigitalSignatureSupport.UNSPECIFIED, ElementCoercion.NO);
        try (DimseServer server = open(local);
                Association unknown = privateClass(server, UID.Storage).open();
                Association related =
                        privateClass(server, UID.Storage, UID.CTImageStorage).open()) {
            assertThat(unknown.contexts())
                    .as("what it does not know it cannot keep")
                    .isEmpty();
            assertThat(related.contexts()).hasSize(1);
        }
    }
}

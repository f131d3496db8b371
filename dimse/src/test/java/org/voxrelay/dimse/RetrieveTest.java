package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.RetrieveService.Result;

/** C-GET and C-MOVE in both roles against each other. */
class RetrieveTest {
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;
    private static final String MOVE = UID.StudyRootQueryRetrieveInformationModelMove;
    private static final Attributes STUDY =
            new Attributes().setString(Tag.QueryRetrieveLevel, "STUDY").setString(Tag.StudyInstanceUID, "1.2.3");

    private final InMemoryStore received = new InMemoryStore();
    private final List<RetrieveProgress> progress = new ArrayList<>();

    private static OutgoingInstance ct(int number) {
        return instance("1.2." + number, UID.CTImageStorage, List.of(UID.ExplicitVRLittleEndian));
    }

    private static OutgoingInstance instance(String uid, String sopClass, List<String> transferSyntaxes) {
        return new OutgoingInstance(
                new Uid(sopClass),
                new Uid(uid),
                transferSyntaxes,
                (syntax, out) -> out.write((uid + syntax + " ".repeat(100_000)).getBytes()));
    }

    private static OutgoingInstance unreadable(String uid) {
        return new OutgoingInstance(
                new Uid(UID.CTImageStorage), new Uid(uid), List.of(UID.ExplicitVRLittleEndian), (syntax, out) -> {
                    throw new IOException("the file is gone");
                });
    }

    private static List<OutgoingInstance> cts(int count) {
        return IntStream.range(0, count).mapToObj(RetrieveTest::ct).toList();
    }

    private DimseServer getting(RetrieveService service) throws IOException {
        return TestServer.open(
                ApplicationEntity.titled("TEST")
                        .get(service, RetrieveOptions.NONE, GET)
                        .build(),
                TestServer.LIMITS);
    }

    private AssociationRequest getRequest(DimseServer server, StoreService store) {
        return TestServer.request(server)
                .addVerification()
                .addService(GET)
                .addRetrieved(UID.CTImageStorage, UID.ExplicitVRLittleEndian)
                .retrieving(store);
    }

    private boolean note(RetrieveProgress step) {
        progress.add(step);
        return true;
    }

    @Test
    void getBringsAllInstancesOnTheSameAssociationAndCountsThem() throws IOException {
        try (DimseServer server = getting(request -> new Result.Instances(cts(5)));
                Association association = getRequest(server, received).open()) {
            RetrieveResult result = association.get(GET, STUDY, this::note);
            assertThat(result.isSuccess()).isTrue();
            assertThat(result.counts()).isEqualTo(new RetrieveProgress(0, 5, 0, 0));
            assertThat(result.failedSopInstanceUids()).isEmpty();
            assertThat(association.echo()).as("the association goes on").isZero();
        }
        assertThat(progress)
                .containsExactly(
                        new RetrieveProgress(4, 1, 0, 0),
                        new RetrieveProgress(3, 2, 0, 0),
                        new RetrieveProgress(2, 3, 0, 0),
                        new RetrieveProgress(1, 4, 0, 0));
        assertThat(received.instances()).hasSize(5).containsKeys("1.2.0", "1.2.4");
        assertThat(received.instances().get("1.2.3").dataset())
                .hasSizeGreaterThan(100_000)
                .startsWith("1.2.3".getBytes());
    }

    @Test
    void failuresAndWarningsAreCountedAndFailuresListed() throws IOException {
        StoreService choosy = (request, dataset) -> switch (request.sopInstanceUid()) {
            case "1.2.0" -> new StoreResult(Status.OUT_OF_RESOURCES, "full");
            case "1.2.1" -> new StoreResult(Status.COERCION_OF_DATA_ELEMENTS, "");
            default -> StoreResult.SUCCESS;
        };
        List<OutgoingInstance> instances = new ArrayList<>(cts(3));
        instances.add(unreadable("1.2.99"));
        instances.add(instance("1.2.98", UID.MRImageStorage, List.of(UID.ExplicitVRLittleEndian)));
        try (DimseServer server = getting(request -> new Result.Instances(instances));
                Association association = getRequest(server, choosy).open()) {
            RetrieveResult result = association.get(GET, STUDY, this::note);
            assertThat(result.status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
            assertThat(result.counts()).isEqualTo(new RetrieveProgress(0, 1, 3, 1));
            assertThat(result.failedSopInstanceUids()).containsExactly("1.2.0", "1.2.99", "1.2.98");
            assertThat(association.echo()).isZero();
        }
    }

    @Test
    void whereNothingCouldBeSentTheRetrievalFails() throws IOException {
        try (DimseServer server = getting(request -> new Result.Instances(List.of(unreadable("1.2.1"))));
                Association association = getRequest(server, received).open()) {
            RetrieveResult result = association.get(GET, STUDY, this::note);
            assertThat(result.status()).isEqualTo(Status.UNABLE_TO_PERFORM_SUB_OPERATIONS);
            assertThat(result.failedSopInstanceUids()).containsExactly("1.2.1");
        }
    }

    @Test
    void moreFailuresThanAListHasRoomForAreCounted() throws IOException {
        List<OutgoingInstance> instances = IntStream.range(0, 5_000)
                .mapToObj(i -> unreadable("1.2.840.10008.1.2.3.4.5." + (100_000 + i)))
                .toList();
        try (DimseServer server = getting(request -> new Result.Instances(instances));
                Association association = getRequest(server, received).open()) {
            RetrieveResult result = association.get(GET, STUDY, this::note);
            assertThat(result.counts().failed()).isEqualTo(5_000);
            assertThat(result.failedSopInstanceUids()).hasSizeBetween(1500, 4000);
        }
    }

    @Test
    void aCancelledGetEndsWithWhatRemains() throws IOException {
        try (DimseServer server = getting(request -> new Result.Instances(cts(1000)));
                Association association = getRequest(server, received).open()) {
            RetrieveResult result = association.get(GET, STUDY, step -> step.completed() < 2);
            assertThat(result.status()).isEqualTo(Status.CANCEL);
            assertThat(result.counts().completed()).isBetween(2, 999);
            assertThat(result.counts().completed() + result.counts().remaining())
                    .isEqualTo(1000);
            assertThat(association.echo()).isZero();
        }
    }

    @Test
    void theServiceRefusesOrFails() throws IOException {
        RetrieveService service = request -> {
            if (request.identifier().getString(Tag.QueryRetrieveLevel, "").equals("STUDY")) {
                return new Result.Refused(new OperationResult(Status.DATA_SET_MISMATCH, "no such level"));
            }
            throw new IllegalStateException("no database");
        };
        try (DimseServer server = getting(service);
                Association association = getRequest(server, received).open()) {
            RetrieveResult refused = association.get(GET, STUDY, this::note);
            assertThat(refused.status()).isEqualTo(Status.DATA_SET_MISMATCH);
            assertThat(refused.errorComment()).isEqualTo("no such level");
            assertThat(association.get(GET, new Attributes(), this::note).status())
                    .isEqualTo(Status.UNABLE_TO_PROCESS);
        }
    }

    @Test
    void nothingFoundIsASuccess() throws IOException {
        try (DimseServer server = getting(request -> new Result.Instances(List.of()));
                Association association = getRequest(server, received).open()) {
            assertThat(association.get(GET, STUDY, this::note).isSuccess()).isTrue();
        }
    }

    private DimseServer moving(RetrieveService service, DimseServer destination) throws IOException {
        MoveDestinations destinations = (request, title) -> title.equals("DEST")
                ? Optional.of(AssociationRequest.to("127.0.0.1", destination.port())
                        .calledAeTitle("TEST")
                        .callingAeTitle("MOVER")
                        .limits(TestServer.LIMITS))
                : Optional.empty();
        return TestServer.open(
                ApplicationEntity.titled("TEST")
                        .move(service, destinations, RetrieveOptions.NONE, MOVE)
                        .build(),
                TestServer.LIMITS);
    }

    @Test
    void moveSendsToItsDestinationAndSaysWhoAsked() throws IOException {
        try (DimseServer destination = TestServer.open(received);
                DimseServer server = moving(request -> new Result.Instances(cts(3)), destination);
                Association association =
                        TestServer.request(server).addService(MOVE).open()) {
            RetrieveResult result = association.move(MOVE, "DEST", STUDY, this::note);
            assertThat(result.isSuccess()).isTrue();
            assertThat(result.counts()).isEqualTo(new RetrieveProgress(0, 3, 0, 0));
        }
        assertThat(progress).containsExactly(new RetrieveProgress(2, 1, 0, 0), new RetrieveProgress(1, 2, 0, 0));
        assertThat(received.instances()).hasSize(3);
        StoreRequest request = received.instances().get("1.2.0").request();
        assertThat(request.callingAeTitle()).isEqualTo("MOVER");
        assertThat(request.moveOriginator()).contains("TESTSCU");
    }

    /** PS3.7 section D.3.3.6: the destination hears what a class is that it cannot know. */
    @Test
    void aPrivateClassIsMovedToWhoKeepsEverything() throws IOException {
        OutgoingInstance instance = new OutgoingInstance(
                new Uid("1.2.999.1"),
                new Uid("1.2.3"),
                List.of(UID.ImplicitVRLittleEndian),
                (syntax, out) -> out.write(new byte[10]));
        ApplicationEntity archive = ApplicationEntity.titled("TEST")
                .store(received, StorageOptions.BIT_PRESERVING)
                .build();
        try (DimseServer destination = TestServer.open(archive, TestServer.LIMITS);
                DimseServer server = moving(request -> new Result.Instances(List.of(instance)), destination);
                Association association =
                        TestServer.request(server).addService(MOVE).open()) {
            assertThat(association.move(MOVE, "DEST", STUDY, this::note).counts())
                    .isEqualTo(new RetrieveProgress(0, 1, 0, 0));
        }
        assertThat(received.instances().get("1.2.3").request().sopClassUid()).isEqualTo("1.2.999.1");
    }

    @Test
    void anUnknownDestinationIsSaid() throws IOException {
        try (DimseServer destination = TestServer.open(received);
                DimseServer server = moving(request -> new Result.Instances(cts(3)), destination);
                Association association =
                        TestServer.request(server).addService(MOVE).open()) {
            assertThat(association.move(MOVE, "OTHER", STUDY, this::note).status())
                    .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
        }
    }

    @Test
    void aDestinationThatIsNotThereFailsAll() throws IOException {
        DimseServer gone = TestServer.open(received);
        gone.close();
        DimseServer closed = TestServer.open(
                ApplicationEntity.titled("TEST")
                        .move(
                                request -> new Result.Instances(cts(3)),
                                (request, title) -> Optional.of(AssociationRequest.to("127.0.0.1", 1)),
                                RetrieveOptions.NONE,
                                MOVE)
                        .build(),
                TestServer.LIMITS);
        try (DimseServer server = closed;
                Association association =
                        TestServer.request(server).addService(MOVE).open()) {
            RetrieveResult result = association.move(MOVE, "DEST", STUDY, this::note);
            assertThat(result.status()).isEqualTo(Status.UNABLE_TO_PERFORM_SUB_OPERATIONS);
            assertThat(result.counts().failed()).isEqualTo(3);
            assertThat(result.failedSopInstanceUids()).hasSize(3);
        }
    }

    @Test
    void aDestinationThatBreaksOffFailsWhatIsLeft() throws IOException {
        AtomicInteger count = new AtomicInteger();
        StoreService breaking = (request, dataset) -> {
            if (count.incrementAndGet() == 2) {
                throw new AssociationException(AssociationException.Cause.ABORTED_HERE, "enough");
            }
            return StoreResult.SUCCESS;
        };
        try (DimseServer destination = TestServer.open(breaking);
                DimseServer server = moving(request -> new Result.Instances(cts(4)), destination);
                Association association =
                        TestServer.request(server).addService(MOVE).open()) {
            RetrieveResult result = association.move(MOVE, "DEST", STUDY, this::note);
            assertThat(result.status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
            assertThat(result.counts()).isEqualTo(new RetrieveProgress(0, 1, 3, 0));
        }
    }

    /** What is stored compressed goes as it is where it is taken, and converted elsewhere. */
    @Test
    void theFirstTransferSyntaxThatTheDestinationTakesIsUsed() throws IOException {
        TransferCapability onlyPlain =
                new TransferCapability(UID.CTImageStorage::equals, UID.ExplicitVRLittleEndian::equals);
        ApplicationEntity plain =
                ApplicationEntity.titled("TEST").store(onlyPlain, received).build();
        List<OutgoingInstance> instances = List.of(
                instance("1.2.1", UID.CTImageStorage, List.of(UID.JPEG2000Lossless, UID.ExplicitVRLittleEndian)));
        for (ApplicationEntity entity : List.of(plain, ApplicationEntity.storing("TEST", received))) {
            try (DimseServer destination = TestServer.open(entity, TestServer.LIMITS);
                    DimseServer server = moving(request -> new Result.Instances(instances), destination);
                    Association association =
                            TestServer.request(server).addService(MOVE).open()) {
                assertThat(association.move(MOVE, "DEST", STUDY, this::note).isSuccess())
                        .isTrue();
                String expected = entity == plain ? UID.ExplicitVRLittleEndian : UID.JPEG2000Lossless;
                assertThat(received.instances().remove("1.2.1").request().transferSyntaxUid())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void moreKindsThanAnAssociationHasRoomForGoOverSeveral() throws IOException {
        List<OutgoingInstance> instances = IntStream.range(0, 300)
                .mapToObj(i -> instance("1.2." + i, UID.CTImageStorage, List.of("1.2.3." + i)))
                .toList();
        try (DimseServer destination = TestServer.open(received);
                DimseServer server = moving(request -> new Result.Instances(instances), destination);
                Association association =
                        TestServer.request(server).addService(MOVE).open()) {
            assertThat(association
                            .move(MOVE, "DEST", STUDY, this::note)
                            .counts()
                            .completed())
                    .isEqualTo(300);
        }
    }

    @Test
    void aCancelledMoveEndsWithWhatRemains() throws IOException {
        try (DimseServer destination = TestServer.open(received);
                DimseServer server = moving(request -> new Result.Instances(cts(1000)), destination);
                Association association =
                        TestServer.request(server).addService(MOVE).open()) {
            RetrieveResult result = association.move(MOVE, "DEST", STUDY, step -> false);
            assertThat(result.status()).isEqualTo(Status.CANCEL);
            assertThat(result.counts().remaining()).isPositive();
        }
    }
}

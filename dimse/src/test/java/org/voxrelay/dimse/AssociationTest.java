package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.AssociationException.Cause;

/** Both roles of this package against each other. */
class AssociationTest {
    private static final Uid CT = new Uid(UID.CTImageStorage);
    private static final Uid INSTANCE = new Uid("1.2.3");

    private final InMemoryStore store = new InMemoryStore();

    @Test
    void anEchoIsAnsweredWithSuccess() throws IOException {
        try (DimseServer server = TestServer.open(store);
                Association association =
                        TestServer.request(server).addVerification().open()) {
            assertThat(association.echo()).isZero();
            assertThat(association.echo()).as("again on the same association").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4084, 4090, 4096, 131058, 131060, 131066, 131072, 1_000_000})
    void aDataSetOfAnySizeArrivesByteForByte(int size) throws IOException {
        byte[] sent = new byte[size];
        new Random(size).nextBytes(sent);
        for (int maxPdu : new int[] {4096, 131072}) {
            try (DimseServer server = TestServer.open(store, TestServer.LIMITS.withMaxPduLength(maxPdu));
                    Association association = ct(server)) {
                StoreResult result =
                        association.store(CT, INSTANCE, UID.ExplicitVRLittleEndian, new ByteArrayInputStream(sent));
                assertThat(result).isEqualTo(StoreResult.SUCCESS);
                assertThat(store.instances().get("1.2.3").dataset()).isEqualTo(sent);
                store.instances().clear();
                association.store(CT, INSTANCE, UID.ExplicitVRLittleEndian, out -> out.write(sent));
                assertThat(store.instances().get("1.2.3").dataset()).isEqualTo(sent);
            }
        }
    }

    private static Association ct(DimseServer server) throws IOException {
        return TestServer.request(server)
                .add(UID.CTImageStorage, UID.ExplicitVRLittleEndian)
                .open();
    }

    @Test
    void theServiceLearnsWhatTheCommandSaid() throws IOException {
        try (DimseServer server = TestServer.open(store);
                Association association = ct(server)) {
            association.store(CT, INSTANCE, UID.ExplicitVRLittleEndian, out -> out.write(new byte[2]));
            StoreRequest request = store.instances().get("1.2.3").request();
            assertThat(request.callingAeTitle()).isEqualTo("TESTSCU");
            assertThat(request.calledAeTitle()).isEqualTo("TEST");
            assertThat(request.peer().isLoopbackAddress()).isTrue();
            assertThat(request.sopClassUid()).isEqualTo(UID.CTImageStorage);
            assertThat(request.transferSyntaxUid()).isEqualTo(UID.ExplicitVRLittleEndian);
            assertThat(request.moveOriginator()).isEmpty();
        }
    }

    @Test
    void theStatusAndTheCommentOfTheServiceReachTheSender() throws IOException {
        StoreService full = (request, dataset) -> new StoreResult(0xA700, "Disk\\full\n" + "x".repeat(80));
        try (DimseServer server = TestServer.open(full);
                Association association = ct(server)) {
            StoreResult result =
                    association.store(CT, INSTANCE, UID.ExplicitVRLittleEndian, out -> out.write(new byte[1_000_000]));
            assertThat(result.status()).isEqualTo(0xA700);
            assertThat(result.errorComment()).startsWith("Disk full xx").hasSizeLessThanOrEqualTo(64);
            assertThat(result.isStored()).isFalse();
            assertThat(association
                            .store(CT, INSTANCE, UID.ExplicitVRLittleEndian, out -> {})
                            .status())
                    .as("the unread rest was passed over")
                    .isEqualTo(0xA700);
        }
    }

    @Test
    void aServiceThatFailsIsAProcessingFailureAndTheAssociationGoesOn() throws IOException {
        StoreService broken = (request, dataset) -> {
            if (request.sopInstanceUid().equals("1.2.3")) {
                throw new IOException("no space left");
            }
            return StoreResult.SUCCESS;
        };
        try (DimseServer server = TestServer.open(broken);
                Association association = ct(server)) {
            assertThat(association
                            .store(CT, INSTANCE, UID.ExplicitVRLittleEndian, out -> out.write(new byte[10]))
                            .status())
                    .isEqualTo(0x0110);
            assertThat(association.store(
                            CT, new Uid("1.2.4"), UID.ExplicitVRLittleEndian, out -> out.write(new byte[10])))
                    .isEqualTo(StoreResult.SUCCESS);
        }
    }

    @Test
    void theServiceReadsWhileTheSenderStillWrites() throws Exception {
        CountDownLatch firstBytesRead = new CountDownLatch(1);
        StoreService reading = (request, dataset) -> {
            dataset.readNBytes(1000);
            firstBytesRead.countDown();
            dataset.readAllBytes();
            return StoreResult.SUCCESS;
        };
        try (DimseServer server = TestServer.open(reading);
                Association association = ct(server)) {
            StoreResult result = association.store(CT, INSTANCE, UID.ExplicitVRLittleEndian, out -> {
                out.write(new byte[1 << 20]);
                await(firstBytesRead);
                out.write(new byte[2]);
            });
            assertThat(result).isEqualTo(StoreResult.SUCCESS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing was read before the data set was complete");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void contextsAreNegotiatedOneByOne() throws IOException {
        String unknownSyntax = "1.2.3.4.5";
        try (DimseServer server = TestServer.open(store);
                Association association = TestServer.request(server)
                        .add(UID.CTImageStorage, unknownSyntax, UID.JPEG2000)
                        .add(UID.MRImageStorage, unknownSyntax)
                        .add(UID.StudyRootQueryRetrieveInformationModelFind, UID.ImplicitVRLittleEndian)
                        .add("1.2.3.4", UID.ImplicitVRLittleEndian)
                        .add(UID.SegmentationStorage, "not a uid")
                        .open()) {
            assertThat(association.contexts())
                    .containsExactly(
                            new PresentationContext(1, UID.CTImageStorage, UID.JPEG2000),
                            new PresentationContext(3, UID.MRImageStorage, unknownSyntax));
        }
    }

    @Test
    void privateClassesAreStoredWhereTheConfigurationSaysSo() throws IOException {
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .store(store)
                .store(TransferCapability.storageOf(uid -> uid.startsWith("1.2.999.")), store)
                .build();
        try (DimseServer server = TestServer.open(entity, TestServer.LIMITS);
                Association association = TestServer.request(server)
                        .add("1.2.999.1", UID.ImplicitVRLittleEndian)
                        .open()) {
            assertThat(association.store(
                            new Uid("1.2.999.1"), INSTANCE, UID.ImplicitVRLittleEndian, out -> out.write(new byte[2])))
                    .isEqualTo(StoreResult.SUCCESS);
        }
    }

    @Test
    void allHundredAndTwentyEightContextsAreAnswered() throws IOException {
        try (DimseServer server = TestServer.open(store)) {
            AssociationRequest request = TestServer.request(server);
            for (int i = 0; i < 128; i++) {
                request.add(UID.CTImageStorage, UID.ImplicitVRLittleEndian);
            }
            assertThatThrownBy(() -> request.add(UID.CTImageStorage, UID.ImplicitVRLittleEndian))
                    .isInstanceOf(IllegalStateException.class);
            try (Association association = request.open()) {
                assertThat(association.contexts()).hasSize(128);
            }
        }
    }

    @Test
    void aWrongCalledTitleIsRejectedWithItsReason() throws IOException {
        try (DimseServer server = TestServer.open(store)) {
            assertThatThrownBy(() -> TestServer.request(server)
                            .calledAeTitle("OTHER")
                            .addVerification()
                            .open())
                    .isInstanceOf(AssociationException.class)
                    .hasMessageContaining("called ae title not recognized")
                    .extracting(e -> ((AssociationException) e).why())
                    .isEqualTo(Cause.REJECTED);
        }
    }

    @Test
    void oneAssociationTooManyIsToldSoAndAFreedPlaceIsGivenAgain() throws Exception {
        try (DimseServer server = TestServer.open(store, TestServer.LIMITS.withMaxAssociations(1))) {
            try (Association first =
                    TestServer.request(server).addVerification().open()) {
                assertThatThrownBy(() ->
                                TestServer.request(server).addVerification().open())
                        .hasMessageContaining("local limit exceeded");
                assertThat(first.echo()).isZero();
            }
            while (server.openAssociations() > 0) {
                Thread.onSpinWait();
            }
            try (Association next = TestServer.request(server).addVerification().open()) {
                assertThat(next.echo()).isZero();
            }
        }
    }

    @Test
    void aDataSetThatFailsHalfwayAbortsTheAssociationAndTheServiceSeesNoEnd() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        StoreService service = (request, dataset) -> {
            try {
                dataset.readAllBytes();
            } catch (AssociationException e) {
                failed.countDown();
                throw e;
            }
            return StoreResult.SUCCESS;
        };
        try (DimseServer server = TestServer.open(service);
                Association association = ct(server)) {
            InputStream broken = new InputStream() {
                private int left = 500_000;

                @Override
                public int read() throws IOException {
                    if (left-- <= 0) {
                        throw new IOException("disk error");
                    }
                    return 0;
                }
            };
            assertThatThrownBy(() -> association.store(CT, INSTANCE, UID.ExplicitVRLittleEndian, broken))
                    .hasMessage("disk error");
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClassThatWasNotAcceptedCannotBeSent() throws IOException {
        try (DimseServer server = TestServer.open(store);
                Association association = ct(server)) {
            assertThatThrownBy(() -> association.store(CT, INSTANCE, UID.JPEG2000, out -> {}))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(AssociationException.class);
            assertThat(association.store(CT, INSTANCE, UID.ExplicitVRLittleEndian, out -> out.write(new byte[2])))
                    .as("the association goes on")
                    .isEqualTo(StoreResult.SUCCESS);
        }
    }

    @Test
    void manyAssociationsSendAtTheSameTime() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try (DimseServer server = TestServer.open(store)) {
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                sent.add(senders.submit(() -> sendTwenty(server, number)));
            }
            for (Future<Integer> count : sent) {
                assertThat(count.get(60, TimeUnit.SECONDS)).isEqualTo(20);
            }
            assertThat(store.instances()).hasSize(160);
            store.instances()
                    .forEach((uid, stored) -> assertThat(stored.dataset()).isEqualTo(filled(uid)));
        } finally {
            senders.shutdownNow();
        }
    }

    private static int sendTwenty(DimseServer server, int number) throws IOException {
        int stored = 0;
        try (Association association = ct(server)) {
            for (int i = 0; i < 20; i++) {
                String uid = "1.2." + number + "." + i;
                byte[] bytes = filled(uid);
                if (association
                        .store(CT, new Uid(uid), UID.ExplicitVRLittleEndian, out -> out.write(bytes))
                        .isStored()) {
                    stored++;
                }
            }
        }
        return stored;
    }

    private static byte[] filled(String uid) {
        byte[] bytes = new byte[20_000 + 2 * Math.abs(uid.hashCode() % 100_000)];
        Arrays.fill(bytes, (byte) uid.hashCode());
        return bytes;
    }

    @Test
    void closingTheServerLetsAMessageFinishAndEndsIdleAssociations() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        StoreService slow = (request, dataset) -> {
            begun.countDown();
            dataset.readAllBytes();
            store.store(request, InputStream.nullInputStream());
            return StoreResult.SUCCESS;
        };
        ExecutorService sender = Executors.newSingleThreadExecutor();
        DimseServer server = TestServer.open(slow);
        try (Association idle = TestServer.request(server).addVerification().open()) {
            CountDownLatch closing = new CountDownLatch(1);
            Association busy = ct(server);
            Future<StoreResult> result =
                    sender.submit(() -> busy.store(CT, INSTANCE, UID.ExplicitVRLittleEndian, out -> {
                        out.write(new byte[1 << 20]);
                        await(closing);
                        out.write(new byte[1 << 20]);
                    }));
            await(begun);
            Thread closer = new Thread(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            closer.start();
            assertThatThrownBy(() -> echoWithoutEnd(idle)).isInstanceOf(AssociationException.class);
            closing.countDown();
            assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo(StoreResult.SUCCESS);
            closer.join();
            assertThat(store.instances()).containsKey("1.2.3");
            assertThatThrownBy(
                            () -> TestServer.request(server).addVerification().open())
                    .isInstanceOf(IOException.class);
        } finally {
            sender.shutdownNow();
        }
    }

    private static void echoWithoutEnd(Association association) throws IOException {
        while (true) {
            association.echo();
        }
    }
}

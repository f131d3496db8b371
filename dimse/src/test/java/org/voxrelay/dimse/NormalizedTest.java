package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.PduEncoder;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.UserInformation;

/** The DIMSE-N services in both roles against each other. */
class NormalizedTest {
    private static final String MPPS = UID.ModalityPerformedProcedureStep;
    private static final Uid STEP = new Uid("1.2.3");
    private static final Attributes STATUS =
            new Attributes().setString(Tag.PerformedProcedureStepStatus, "IN PROGRESS");

    private static DimseServer serving(NormalizedService service) throws IOException {
        return TestServer.open(
                ApplicationEntity.titled("TEST")
                        .normalized(service, MPPS, UID.UnifiedProcedureStepPull, UID.UnifiedProcedureStepPush)
                        .build(),
                TestServer.LIMITS);
    }

    private static AssociationRequest request(DimseServer server) {
        return TestServer.request(server).addVerification().addService(MPPS);
    }

    @Test
    void everyOperationArrivesAsItWasSent() throws IOException {
        List<NormalizedMessage> got = new ArrayList<>();
        NormalizedService service = request -> {
            got.add(request.message());
            return NormalizedResult.success(request.message().dataset());
        };
        List<NormalizedMessage> sent = List.of(
                NormalizedMessage.create(MPPS, Optional.of(STEP), STATUS),
                NormalizedMessage.set(MPPS, STEP, STATUS),
                NormalizedMessage.get(MPPS, STEP, List.of(Tag.PatientName, Tag.PixelData)),
                NormalizedMessage.get(MPPS, STEP, List.of()),
                NormalizedMessage.action(MPPS, STEP, 3, STATUS),
                NormalizedMessage.eventReport(MPPS, STEP, 2, STATUS),
                NormalizedMessage.delete(MPPS, STEP));
        try (DimseServer server = serving(service);
                Association association = request(server).open()) {
            for (NormalizedMessage message : sent) {
                NormalizedResult result = association.perform(message);
                assertThat(result.isSuccess()).isTrue();
                assertThat(result.sopInstance()).contains(STEP);
                assertThat(result.dataset()).isEqualTo(message.dataset());
            }
        }
        assertThat(got).isEqualTo(sent);
    }

    @Test
    void theProviderNamesWhatItMakes() throws IOException {
        NormalizedService service = request -> {
            assertThat(request.message().sopInstance()).isEmpty();
            return NormalizedResult.created(new Uid("1.2.99"), new Attributes());
        };
        try (DimseServer server = serving(service);
                Association association = request(server).open()) {
            NormalizedResult result = association.perform(NormalizedMessage.create(MPPS, Optional.empty(), STATUS));
            assertThat(result.sopInstance()).contains(new Uid("1.2.99"));
        }
    }

    @Test
    void aStatusAndACommentComeBack() throws IOException {
        NormalizedService service =
                request -> NormalizedResult.failure(Status.NO_SUCH_SOP_INSTANCE, "There is no such step");
        try (DimseServer server = serving(service);
                Association association = request(server).open()) {
            NormalizedResult result = association.perform(NormalizedMessage.delete(MPPS, STEP));
            assertThat(result.status()).isEqualTo(0x0112);
            assertThat(result.errorComment()).isEqualTo("There is no such step");
        }
    }

    @Test
    void aServiceThatFailsIsAProcessingFailure() throws IOException {
        NormalizedService service = request -> {
            throw new IOException("no database");
        };
        try (DimseServer server = serving(service);
                Association association = request(server).open()) {
            assertThat(association.perform(NormalizedMessage.delete(MPPS, STEP)).status())
                    .isEqualTo(Status.PROCESSING_FAILURE);
            assertThat(association.echo()).isZero();
        }
    }

    /** PS3.4 Annex CC: whatever the context, the command names UPS Push. */
    @Test
    void aContextOfAnotherClassCarriesTheMessage() throws IOException {
        CompletableFuture<NormalizedRequest> got = new CompletableFuture<>();
        NormalizedService service = request -> {
            got.complete(request);
            return NormalizedResult.success();
        };
        try (DimseServer server = serving(service);
                Association association = TestServer.request(server)
                        .addService(UID.UnifiedProcedureStepPull)
                        .open()) {
            association.perform(
                    UID.UnifiedProcedureStepPull,
                    NormalizedMessage.action(UID.UnifiedProcedureStepPush, STEP, 1, STATUS));
        }
        assertThat(got.join().abstractSyntax()).isEqualTo(UID.UnifiedProcedureStepPull);
        assertThat(got.join().message().sopClassUid()).isEqualTo(UID.UnifiedProcedureStepPush);
    }

    @Test
    void aNotificationGoesBackOnTheSameAssociation() throws Exception {
        CompletableFuture<PeerLink> link = new CompletableFuture<>();
        NormalizedService provider = request -> {
            link.complete(request.link());
            return NormalizedResult.success();
        };
        List<NormalizedMessage> told = new ArrayList<>();
        NormalizedService listening = request -> {
            told.add(request.message());
            return NormalizedResult.success();
        };
        NormalizedMessage event = NormalizedMessage.eventReport(MPPS, STEP, 7, STATUS);
        try (DimseServer server = serving(provider);
                Association association =
                        request(server).serving(listening, MPPS).open()) {
            association.perform(NormalizedMessage.create(MPPS, Optional.of(STEP), STATUS));
            CompletableFuture<NormalizedResult> answer = link.join().send(event);
            assertThat(association.serveNext(Duration.ofSeconds(20))).isTrue();
            assertThat(answer.get(20, TimeUnit.SECONDS).isSuccess()).isTrue();
            assertThat(told).containsExactly(event);
            assertThat(association.serveNext(Duration.ofMillis(50))).isFalse();
            assertThat(association.echo()).as("the association goes on").isZero();
        }
    }

    @Test
    void aNotificationThatCrossesARequestIsServedWhileTheAnswerIsAwaited() throws Exception {
        List<CompletableFuture<NormalizedResult>> answers = new ArrayList<>();
        NormalizedMessage event = NormalizedMessage.eventReport(MPPS, STEP, 7, STATUS);
        NormalizedService provider = request -> {
            answers.add(request.link().send(event));
            return NormalizedResult.success();
        };
        NormalizedService listening = request -> NormalizedResult.success();
        try (DimseServer server = serving(provider);
                Association association =
                        request(server).serving(listening, MPPS).open()) {
            for (int i = 0; i < 20; i++) {
                association.perform(NormalizedMessage.set(MPPS, STEP, STATUS));
            }
            assertThat(association.serveNext(Duration.ofSeconds(20))).isTrue();
        }
        for (CompletableFuture<NormalizedResult> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).isSuccess()).isTrue();
        }
    }

    @Test
    void aNotificationAfterTheEndFails() throws Exception {
        CompletableFuture<PeerLink> link = new CompletableFuture<>();
        NormalizedService provider = request -> {
            link.complete(request.link());
            return NormalizedResult.success();
        };
        try (DimseServer server = serving(provider)) {
            try (Association association = request(server).open()) {
                association.perform(NormalizedMessage.set(MPPS, STEP, STATUS));
            }
            while (server.openAssociations() > 0) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> link.join()
                            .send(NormalizedMessage.eventReport(MPPS, STEP, 7, STATUS))
                            .get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(AssociationException.class);
        }
    }

    @Test
    void aRequesterThatListensToNothingRefusesWhatItIsTold() throws Exception {
        CompletableFuture<PeerLink> link = new CompletableFuture<>();
        NormalizedService provider = request -> {
            link.complete(request.link());
            return NormalizedResult.success(new Attributes().setString(Tag.PatientID, VR.LO, "X"));
        };
        try (DimseServer server = serving(provider);
                Association association = request(server).open()) {
            association.perform(NormalizedMessage.set(MPPS, STEP, STATUS));
            CompletableFuture<NormalizedResult> answer =
                    link.join().send(NormalizedMessage.eventReport(MPPS, STEP, 7, STATUS));
            assertThat(association.serveNext(Duration.ofSeconds(20))).isTrue();
            assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(Status.UNRECOGNIZED_OPERATION);
        }
    }

    @Test
    void aReleaseInsteadOfTheAnswerToANotificationFailsIt() throws Exception {
        CompletableFuture<NormalizedResult> answer = new CompletableFuture<>();
        NormalizedService provider = request -> {
            request.link()
                    .send(NormalizedMessage.eventReport(MPPS, STEP, 7, STATUS))
                    .whenComplete((result, failure) -> answer.completeExceptionally(
                            failure == null ? new IllegalStateException("it was sent") : failure));
            return NormalizedResult.success();
        };
        try (DimseServer server = serving(provider);
                RawPeer peer = new RawPeer(server)) {
            peer.send(PduEncoder.encode(new Pdu.AssociateRq(
                    "TEST",
                    "RAW",
                    Pdu.APPLICATION_CONTEXT,
                    List.of(new ProposedContext(1, MPPS, List.of(UID.ImplicitVRLittleEndian))),
                    new UserInformation(0, "1.2", ""))));
            assertThat(peer.receive()).startsWith("02");
            byte[] delete = Commands.normalized(1, 1, NormalizedMessage.delete(MPPS, STEP))
                    .encode();
            peer.sendData(1, 3, delete);
            assertThat(peer.receive()).as("the answer").startsWith("0400");
            assertThat(peer.receive()).as("the notification").startsWith("0400");
            assertThat(peer.receive()).as("its data set").startsWith("0400");
            peer.send("05 00 00000004 00000000");
            assertThat(peer.receive()).as("a release instead of an answer").startsWith("07");
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(AssociationException.class);
        }
    }
}

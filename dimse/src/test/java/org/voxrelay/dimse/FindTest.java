package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;

/** C-FIND in both roles against each other. */
class FindTest {
    private static final String STUDY_ROOT = UID.StudyRootQueryRetrieveInformationModelFind;
    private static final Attributes KEYS = new Attributes()
            .setString(Tag.SpecificCharacterSet, "ISO_IR 192")
            .setString(Tag.QueryRetrieveLevel, "STUDY")
            .setString(Tag.PatientName, "山田*")
            .setNull(Tag.StudyInstanceUID);

    private static DimseServer serving(FindService service) throws IOException {
        return serving(service, TestServer.LIMITS);
    }

    private static DimseServer serving(FindService service, AssociationLimits limits) throws IOException {
        FindOptions supported = new FindOptions(true, true, false, false, false);
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .find(service, supported, STUDY_ROOT)
                .build();
        return TestServer.open(entity, limits);
    }

    private static AssociationRequest request(DimseServer server) {
        return TestServer.request(server).addVerification().addService(STUDY_ROOT);
    }

    private static Attributes match(int number) {
        return new Attributes()
                .setString(Tag.QueryRetrieveLevel, "STUDY")
                .setString(Tag.StudyInstanceUID, "1.2." + number);
    }

    @Test
    void allMatchesArriveInOrderAndTheServiceLearnsWhoAsksWhat() throws IOException {
        CompletableFuture<FindRequest> asked = new CompletableFuture<>();
        FindService service = (request, matches) -> {
            asked.complete(request);
            for (int i = 0; i < 1000; i++) {
                assertThat(matches.send(match(i), i % 2 == 0)).isTrue();
            }
            return OperationResult.SUCCESS;
        };
        List<String> found = new ArrayList<>();
        try (DimseServer server = serving(service);
                Association association = request(server).open()) {
            OperationResult result =
                    association.find(STUDY_ROOT, KEYS, match -> found.add(match.getString(Tag.StudyInstanceUID, "")));
            assertThat(result).isEqualTo(OperationResult.SUCCESS);
            assertThat(association.echo()).as("the association goes on").isZero();
        }
        assertThat(found).hasSize(1000).startsWith("1.2.0", "1.2.1").endsWith("1.2.999");
        FindRequest request = asked.join();
        assertThat(request.identifier()).isEqualTo(KEYS);
        assertThat(request.sopClassUid()).isEqualTo(STUDY_ROOT);
        assertThat(request.association().callingAeTitle()).isEqualTo("TESTSCU");
        assertThat(request.association().peer().isLoopbackAddress()).isTrue();
        assertThat(request.options()).isEqualTo(FindOptions.NONE);
    }

    @Test
    void aCancelledQueryEndsAndTheAssociationGoesOn() throws IOException {
        FindService endless = (request, matches) -> {
            int i = 0;
            while (matches.send(match(i++))) {
                // until the peer has enough
            }
            return OperationResult.SUCCESS;
        };
        List<Attributes> found = new ArrayList<>();
        try (DimseServer server = serving(endless);
                Association association = request(server).open()) {
            for (int round = 1; round <= 2; round++) {
                found.clear();
                OperationResult result = association.find(STUDY_ROOT, KEYS, match -> {
                    found.add(match);
                    return found.size() < 3;
                });
                assertThat(result.status()).isEqualTo(Status.CANCEL);
                assertThat(found).hasSize(3);
            }
            assertThat(association.echo()).isZero();
        }
    }

    @Test
    void aSearchWithoutMatchesSeesTheCancelToo() throws Exception {
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        FindService slow = (request, matches) -> {
            matches.send(match(0));
            while (!matches.isCancelled()) {
                begun.complete(true);
                Thread.onSpinWait();
            }
            return OperationResult.SUCCESS;
        };
        try (DimseServer server = serving(slow);
                Association association = request(server).open()) {
            OperationResult result = association.find(STUDY_ROOT, KEYS, match -> {
                begun.orTimeout(20, TimeUnit.SECONDS).join();
                return false;
            });
            assertThat(result.status()).isEqualTo(Status.CANCEL);
        }
    }

    @Test
    void aServiceThatFailsIsUnableToProcess() throws IOException {
        FindService broken = (request, matches) -> {
            throw new IllegalStateException("no database");
        };
        try (DimseServer server = serving(broken);
                Association association = request(server).open()) {
            assertThat(association.find(STUDY_ROOT, KEYS, match -> true).status())
                    .isEqualTo(Status.UNABLE_TO_PROCESS);
            assertThat(association.echo()).isZero();
        }
    }

    @Test
    void anIdentifierThatIsTooLongIsRefusedAndTheAssociationGoesOn() throws IOException {
        Attributes many = new Attributes().setString(Tag.StudyInstanceUID, "1.2.3\\".repeat(10_000) + "1");
        FindService service = (request, matches) -> OperationResult.SUCCESS;
        try (DimseServer server = serving(service, TestServer.LIMITS.withIdentifierBytes(1000));
                Association association = request(server).open()) {
            assertThat(association.find(STUDY_ROOT, many, match -> true).status())
                    .isEqualTo(Status.UNABLE_TO_PROCESS);
            assertThat(association.find(STUDY_ROOT, KEYS, match -> true).status())
                    .isZero();
        }
    }

    @Test
    void whatBothCanIsAgreedOn() throws IOException {
        CompletableFuture<FindOptions> agreed = new CompletableFuture<>();
        FindService service = (request, matches) -> {
            agreed.complete(request.options());
            return OperationResult.SUCCESS;
        };
        FindOptions wanted = new FindOptions(true, false, true, false, false);
        FindOptions both = new FindOptions(true, false, false, false, false);
        try (DimseServer server = serving(service);
                Association association =
                        request(server).findOptions(STUDY_ROOT, wanted).open()) {
            assertThat(association.info().findOptions(STUDY_ROOT)).isEqualTo(both);
            association.find(STUDY_ROOT, KEYS, match -> true);
            assertThat(agreed.join()).isEqualTo(both);
        }
    }

    @Test
    void aClassThatWasNotAcceptedCannotBeAsked() throws IOException {
        FindService service = (request, matches) -> OperationResult.SUCCESS;
        try (DimseServer server = serving(service);
                Association association = request(server).open()) {
            assertThatThrownBy(() -> association.find(UID.ModalityWorklistInformationModelFind, KEYS, match -> true))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(AssociationException.class);
        }
    }

    @Test
    void aConsumerThatFailsEndsTheAssociation() throws IOException {
        FindService service = (request, matches) -> {
            while (matches.send(match(0))) {
                // until it is over
            }
            return OperationResult.SUCCESS;
        };
        try (DimseServer server = serving(service);
                Association association = request(server).open()) {
            assertThatThrownBy(() -> association.find(STUDY_ROOT, KEYS, match -> {
                        throw new IOException("disk full");
                    }))
                    .hasMessage("disk full");
            assertThat(association.isOpen()).isFalse();
        }
    }

    @Test
    void anEmptyIdentifierIsAnIdentifier() throws IOException {
        CompletableFuture<Optional<String>> level = new CompletableFuture<>();
        FindService service = (request, matches) -> {
            level.complete(request.identifier().getString(Tag.QueryRetrieveLevel));
            return new OperationResult(Status.DATA_SET_MISMATCH, "Query/Retrieve Level is missing");
        };
        try (DimseServer server = serving(service);
                Association association = request(server).open()) {
            assertThat(association.find(STUDY_ROOT, new Attributes(), match -> true))
                    .isEqualTo(new OperationResult(0xA900, "Query/Retrieve Level is missing"));
            assertThat(level.join()).isEmpty();
        }
    }
}

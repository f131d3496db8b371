package org.voxrelay.dimse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;

/** Some studies of one image each, to be asked for and sent by all services. */
final class SampleArchive {
    private static final List<String> SYNTAXES = List.of(UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian);

    private final List<Attributes> images = new ArrayList<>();
    private final List<FindRequest> asked = new CopyOnWriteArrayList<>();

    SampleArchive(int studies) {
        for (int i = 0; i < studies; i++) {
            images.add(Samples.dataset("1.2.3." + i + ".1.1", UID.CTImageStorage, false)
                    .setString(Tag.StudyInstanceUID, "1.2.3." + i)
                    .setString(Tag.SeriesInstanceUID, "1.2.3." + i + ".1"));
        }
    }

    List<Attributes> images() {
        return images;
    }

    List<FindRequest> asked() {
        return asked;
    }

    /** A retrieval that names no study gets nothing. */
    private List<Attributes> of(Attributes identifier) {
        List<String> wanted = identifier.getStrings(Tag.StudyInstanceUID);
        return images.stream()
                .filter(image -> wanted.contains(image.getString(Tag.StudyInstanceUID, "")))
                .toList();
    }

    private OperationResult find(FindRequest request, FindService.Matches matches) throws IOException {
        asked.add(request);
        List<Attributes> wanted =
                request.identifier().containsValue(Tag.StudyInstanceUID) ? of(request.identifier()) : images;
        for (Attributes image : wanted) {
            Attributes match = new Attributes()
                    .setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                    .setString(Tag.QueryRetrieveLevel, "STUDY")
                    .setString(Tag.RetrieveAETitle, "TEST")
                    .addSelected(image, Tag.StudyInstanceUID, Tag.PatientName, Tag.PatientID);
            if (!matches.send(match)) {
                break;
            }
        }
        return OperationResult.SUCCESS;
    }

    private RetrieveService.Result retrieve(RetrieveRequest request) {
        return new RetrieveService.Result.Instances(
                of(request.identifier()).stream().map(SampleArchive::outgoing).toList());
    }

    private static OutgoingInstance outgoing(Attributes image) {
        return new OutgoingInstance(
                new Uid(image.getString(Tag.SOPClassUID, "")),
                new Uid(image.getString(Tag.SOPInstanceUID, "")),
                SYNTAXES,
                (syntax, out) -> {
                    DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.of(syntax));
                    dicom.writeDataset(image);
                    dicom.finish();
                });
    }

    /** Commits what it has and reports at once, on the same association. */
    private NormalizedResult commit(NormalizedRequest request) {
        Optional<StorageCommitment.Request> wanted = StorageCommitment.Request.of(request.message());
        if (wanted.isEmpty()) {
            return NormalizedResult.failure(Status.INVALID_ARGUMENT_VALUE, "No storage commitment request");
        }
        List<StorageCommitment.Item> kept = new ArrayList<>();
        List<StorageCommitment.Failure> failed = new ArrayList<>();
        for (StorageCommitment.Item item : wanted.get().items()) {
            if (images.stream()
                    .anyMatch(image -> image.getString(Tag.SOPInstanceUID, "").equals(item.sopInstanceUid()))) {
                kept.add(item);
            } else {
                failed.add(new StorageCommitment.Failure(item, Status.NO_SUCH_SOP_INSTANCE));
            }
        }
        request.link().send(new StorageCommitment.Report(wanted.get().transaction(), kept, failed).message());
        return NormalizedResult.success();
    }

    /** @param destinations of C-MOVE, by title */
    ApplicationEntity.Builder entity(Function<String, Optional<AssociationRequest>> destinations) {
        return ApplicationEntity.titled("TEST")
                .find(
                        this::find,
                        new FindOptions(true, true, true, false, false),
                        UID.StudyRootQueryRetrieveInformationModelFind,
                        UID.PatientRootQueryRetrieveInformationModelFind,
                        UID.ModalityWorklistInformationModelFind)
                .get(
                        this::retrieve,
                        new RetrieveOptions(true, false),
                        UID.StudyRootQueryRetrieveInformationModelGet,
                        UID.PatientRootQueryRetrieveInformationModelGet)
                .move(
                        this::retrieve,
                        (request, title) -> destinations.apply(title),
                        new RetrieveOptions(true, false),
                        UID.StudyRootQueryRetrieveInformationModelMove,
                        UID.PatientRootQueryRetrieveInformationModelMove)
                .normalized(this::commit, StorageCommitment.SOP_CLASS);
    }
}

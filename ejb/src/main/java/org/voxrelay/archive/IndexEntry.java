package org.voxrelay.archive;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.OptionalInt;
import org.voxrelay.dicom.data.Uid;

/**
 * What the index keeps of one instance; texts are clean and dates are checked.
 *
 * @param metadata the instance's DICOM JSON object in UTF-8, without its bulk data
 * @param kind what its row means: that it is new, takes the place of the instance that has its UID, or comes back
 */
public record IndexEntry(
        Patient patient, Study study, Series series, Instance instance, byte[] metadata, ChangeKind kind) {

    /** The same entry, in the place of the instance that has its UID now. */
    public IndexEntry replacing() {
        return new IndexEntry(patient, study, series, instance, metadata, ChangeKind.REPLACED);
    }

    /** The same entry, of an instance that was deleted and is to be shown again. */
    public IndexEntry restoring() {
        return new IndexEntry(patient, study, series, instance, metadata, ChangeKind.RESTORED);
    }

    /** Whether it takes the place of the instance that has its UID. */
    public boolean replaces() {
        return kind == ChangeKind.REPLACED;
    }

    /** The same entry, with where its bytes lie. */
    public IndexEntry at(Spool.Accepted accepted) {
        return new IndexEntry(patient, study, series, instance.at(accepted), metadata, kind);
    }

    /** The patient; an empty {@code pid} never matches another study's. */
    public record Patient(
            String pid, String issuer, String name, String nameFold, Optional<LocalDate> birth, String sex) {}

    /** The study; {@code attributes} is a DICOM JSON object of the patient and study attributes. */
    public record Study(
            Uid uid,
            Optional<LocalDate> date,
            Optional<LocalTime> time,
            String accession,
            String studyId,
            String descriptionFold,
            String referrerFold,
            String attributes) {}

    /**
     * The series.
     *
     * @param settles whether rules may see it: false for what this server made itself
     * @param callingAeTitle who sent it, empty if it did not come by DIMSE
     */
    public record Series(
            Uid uid,
            String modality,
            OptionalInt number,
            String descriptionFold,
            String bodyPart,
            String station,
            String callingAeTitle,
            boolean settles,
            String attributes) {}

    /** The instance; {@code crc} is of the data set, {@code place} its bytes in {@link InstanceFiles}. */
    public record Instance(
            Uid uid,
            String sopClassUid,
            String transferSyntaxUid,
            OptionalInt number,
            OptionalInt frames,
            OptionalInt rows,
            OptionalInt columns,
            OptionalInt bits,
            long size,
            int crc,
            String place) {

        private Instance at(Spool.Accepted accepted) {
            return new Instance(
                    uid,
                    sopClassUid,
                    transferSyntaxUid,
                    number,
                    frames,
                    rows,
                    columns,
                    bits,
                    accepted.size(),
                    accepted.crc(),
                    accepted.place());
        }
    }
}

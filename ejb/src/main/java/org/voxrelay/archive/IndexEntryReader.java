package org.voxrelay.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.voxrelay.db.Folding;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;

/** Takes from a data set what the index keeps. What a device got wrong is left out; only missing UIDs are a fault. */
public final class IndexEntryReader {
    private static final int[] STUDY_ATTRIBUTES = {
        Tag.SpecificCharacterSet,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.AccessionNumber,
        Tag.IssuerOfAccessionNumberSequence,
        Tag.ReferringPhysicianName,
        Tag.TimezoneOffsetFromUTC,
        Tag.StudyDescription,
        Tag.ProcedureCodeSequence,
        Tag.NameOfPhysiciansReadingStudy,
        Tag.AdmittingDiagnosesDescription,
        Tag.PatientName,
        Tag.PatientID,
        Tag.IssuerOfPatientID,
        Tag.IssuerOfPatientIDQualifiersSequence,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.OtherPatientIDsSequence,
        Tag.PatientAge,
        Tag.PatientSize,
        Tag.PatientWeight,
        Tag.PatientComments,
        Tag.StudyInstanceUID,
        Tag.StudyID
    };
    private static final int[] SERIES_ATTRIBUTES = {
        Tag.SpecificCharacterSet,
        Tag.SeriesDate,
        Tag.SeriesTime,
        Tag.Modality,
        Tag.Manufacturer,
        Tag.InstitutionName,
        Tag.StationName,
        Tag.SeriesDescription,
        Tag.InstitutionalDepartmentName,
        Tag.ManufacturerModelName,
        Tag.BodyPartExamined,
        Tag.ProtocolName,
        Tag.PatientPosition,
        Tag.SeriesInstanceUID,
        Tag.SeriesNumber,
        Tag.Laterality,
        Tag.FrameOfReferenceUID,
        Tag.PerformedProcedureStepStartDate,
        Tag.PerformedProcedureStepStartTime,
        Tag.RequestAttributesSequence
    };

    private IndexEntryReader() {}

    /** What names an instance and where it belongs. */
    public record Uids(Uid study, Uid series, Uid instance, Uid sopClass) {}

    /** Tags that a study's row keeps with their values. */
    public static Set<Integer> studyAttributes() {
        return Arrays.stream(STUDY_ATTRIBUTES).boxed().collect(Collectors.toUnmodifiableSet());
    }

    /** Tags that a series' row keeps with their values. */
    public static Set<Integer> seriesAttributes() {
        return Arrays.stream(SERIES_ATTRIBUTES).boxed().collect(Collectors.toUnmodifiableSet());
    }

    /** A value without which an instance cannot be kept is absent or not a UID. */
    public static final class MissingUid extends Exception {
        private static final long serialVersionUID = 1;

        MissingUid(String message) {
            super(message);
        }
    }

    /** @throws MissingUid if the study, series, SOP class or SOP instance is not named */
    public static Uids uids(Attributes dataset) throws MissingUid {
        return new Uids(
                uid(dataset, Tag.StudyInstanceUID, "Study Instance UID"),
                uid(dataset, Tag.SeriesInstanceUID, "Series Instance UID"),
                uid(dataset, Tag.SOPInstanceUID, "SOP Instance UID"),
                uid(dataset, Tag.SOPClassUID, "SOP Class UID"));
    }

    /**
     * The entry but for where the bytes lie, which {@link IndexEntry#at} adds.
     *
     * @param dataset with its bulk data left in the file
     * @param callingAeTitle empty if it did not come by DIMSE
     * @param settles whether rules may see it
     */
    public static IndexEntry read(
            Attributes dataset, Uids uids, String transferSyntaxUid, String callingAeTitle, boolean settles) {
        return new IndexEntry(
                patient(dataset),
                study(dataset, uids.study()),
                series(dataset, uids.series(), callingAeTitle, settles),
                instance(dataset, uids, transferSyntaxUid),
                json(dataset, new BulkDataLinks(uids.study(), uids.series(), uids.instance())),
                ChangeKind.STORED);
    }

    private static IndexEntry.Patient patient(Attributes dataset) {
        String name = text(dataset, Tag.PatientName);
        return new IndexEntry.Patient(
                text(dataset, Tag.PatientID),
                text(dataset, Tag.IssuerOfPatientID),
                name,
                Folding.foldName(name),
                date(dataset, Tag.PatientBirthDate),
                text(dataset, Tag.PatientSex));
    }

    private static IndexEntry.Study study(Attributes dataset, Uid uid) {
        return new IndexEntry.Study(
                uid,
                date(dataset, Tag.StudyDate),
                time(dataset, Tag.StudyTime),
                text(dataset, Tag.AccessionNumber),
                text(dataset, Tag.StudyID),
                Folding.fold(text(dataset, Tag.StudyDescription)),
                Folding.foldName(text(dataset, Tag.ReferringPhysicianName)),
                selected(dataset, STUDY_ATTRIBUTES));
    }

    private static IndexEntry.Series series(Attributes dataset, Uid uid, String callingAeTitle, boolean settles) {
        return new IndexEntry.Series(
                uid,
                text(dataset, Tag.Modality),
                number(dataset, Tag.SeriesNumber),
                Folding.fold(text(dataset, Tag.SeriesDescription)),
                Folding.fold(text(dataset, Tag.BodyPartExamined)),
                text(dataset, Tag.StationName),
                callingAeTitle,
                settles,
                selected(dataset, SERIES_ATTRIBUTES));
    }

    private static IndexEntry.Instance instance(Attributes dataset, Uids uids, String transferSyntaxUid) {
        return new IndexEntry.Instance(
                uids.instance(),
                uids.sopClass().value(),
                transferSyntaxUid,
                number(dataset, Tag.InstanceNumber),
                number(dataset, Tag.NumberOfFrames),
                number(dataset, Tag.Rows),
                number(dataset, Tag.Columns),
                number(dataset, Tag.BitsAllocated),
                0,
                0,
                "");
    }

    private static String selected(Attributes dataset, int... tags) {
        var selection = new Attributes().addSelected(dataset, tags);
        return new String(json(selection, BulkDataUri.INLINE), StandardCharsets.UTF_8);
    }

    private static byte[] json(Attributes dataset, BulkDataUri links) {
        var bytes = new ByteArrayOutputStream(4096);
        try {
            DicomJson.write(dataset, bytes, links);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static Uid uid(Attributes dataset, int tag, String name) throws MissingUid {
        return uid(dataset.getString(tag, "").strip(), name);
    }

    /** @throws MissingUid if the value is not a UID; the message calls it {@code name} */
    public static Uid uid(String value, String name) throws MissingUid {
        try {
            return new Uid(value);
        } catch (IllegalArgumentException e) {
            throw new MissingUid(value.isEmpty() ? "no " + name : name + " is not a UID");
        }
    }

    private static String text(Attributes dataset, int tag) {
        return Folding.clean(dataset.getString(tag, ""));
    }

    private static OptionalInt number(Attributes dataset, int tag) {
        int[] values = dataset.getInts(tag);
        return values.length == 0 ? OptionalInt.empty() : OptionalInt.of(values[0]);
    }

    /** DA, also in the form {@code yyyy.MM.dd} of ACR-NEMA (PS3.5 section 6.2). */
    static Optional<LocalDate> date(Attributes dataset, int tag) {
        String digits = dataset.getString(tag, "").replace(".", "").strip();
        try {
            return digits.length() != 8
                    ? Optional.empty()
                    : Optional.of(LocalDate.of(part(digits, 0, 4), part(digits, 4, 6), part(digits, 6, 8)));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** TM with any of its parts left out at the end, also with the colons of ACR-NEMA; a fraction is cut to microseconds. */
    static Optional<LocalTime> time(Attributes dataset, int tag) {
        String value = dataset.getString(tag, "").replace(":", "").strip();
        int point = value.indexOf('.');
        String digits = point < 0 ? value : value.substring(0, point);
        String fraction = point < 0 ? "" : value.substring(point + 1);
        if (digits.length() < 2 || digits.length() > 6 || digits.length() % 2 != 0 || fraction.length() > 6) {
            return Optional.empty();
        }
        String full = (digits + "0000").substring(0, 6);
        String micros = (fraction + "000000").substring(0, 6);
        try {
            // 60 is a leap second, which LocalTime does not know.
            int second = Math.min(59, part(full, 4, 6));
            return Optional.of(LocalTime.of(part(full, 0, 2), part(full, 2, 4), second, part(micros, 0, 6) * 1000));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int part(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }
}

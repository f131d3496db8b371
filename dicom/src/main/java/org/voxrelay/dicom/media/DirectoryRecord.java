package org.voxrelay.dicom.media;

import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/** A record of a directory with those below it (PS3.3 section F.3). */
final class DirectoryRecord {
    private static final int IN_USE = 0xFFFF;

    private final Attributes attributes;
    private final List<DirectoryRecord> lower = new ArrayList<>();

    private DirectoryRecord(String type, Attributes instance, int... keys) {
        attributes = new Attributes()
                .setLong(Tag.OffsetOfTheNextDirectoryRecord, VR.UL, 0)
                .setInt(Tag.RecordInUseFlag, VR.US, IN_USE)
                .setLong(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, VR.UL, 0)
                .setString(Tag.DirectoryRecordType, VR.CS, type);
        attributes.addSelected(instance, Tag.SpecificCharacterSet);
        attributes.addSelected(instance, keys);
    }

    /** What must have a value and has none gets one that says so. */
    private DirectoryRecord require(int tag, String otherwise) {
        if (!attributes.containsValue(tag)) {
            attributes.setString(tag, otherwise);
        }
        return this;
    }

    static DirectoryRecord root() {
        return new DirectoryRecord("ROOT", new Attributes());
    }

    static DirectoryRecord patient(Attributes instance) {
        return new DirectoryRecord("PATIENT", instance, Tag.PatientName, Tag.PatientID)
                .require(Tag.PatientID, "UNKNOWN");
    }

    static DirectoryRecord study(Attributes instance) {
        return new DirectoryRecord(
                        "STUDY",
                        instance,
                        Tag.StudyDate,
                        Tag.StudyTime,
                        Tag.AccessionNumber,
                        Tag.StudyDescription,
                        Tag.StudyInstanceUID,
                        Tag.StudyID)
                .require(Tag.StudyID, "0");
    }

    static DirectoryRecord series(Attributes instance) {
        return new DirectoryRecord(
                        "SERIES",
                        instance,
                        Tag.Modality,
                        Tag.SeriesDescription,
                        Tag.SeriesInstanceUID,
                        Tag.SeriesNumber)
                .require(Tag.Modality, "OT")
                .require(Tag.SeriesNumber, "0");
    }

    /** @param file components of its name below the directory */
    static DirectoryRecord instance(Attributes instance, String[] file, String transferSyntaxUid) {
        String sopClass = instance.getString(Tag.SOPClassUID, "");
        RecordType type = RecordType.of(sopClass);
        var record = new DirectoryRecord(type.recordName(), instance, type.keys());
        record.attributes.addSelected(instance, Tag.InstanceNumber);
        record.require(Tag.InstanceNumber, "0");
        record.attributes
                .setString(Tag.ReferencedFileID, VR.CS, file)
                .setString(Tag.ReferencedSOPClassUIDInFile, VR.UI, sopClass)
                .setString(Tag.ReferencedSOPInstanceUIDInFile, VR.UI, instance.getString(Tag.SOPInstanceUID, ""))
                .setString(Tag.ReferencedTransferSyntaxUIDInFile, VR.UI, transferSyntaxUid);
        return record;
    }

    DirectoryRecord add(DirectoryRecord record) {
        lower.add(record);
        return record;
    }

    List<DirectoryRecord> lower() {
        return lower;
    }

    Attributes attributes() {
        return attributes;
    }
}

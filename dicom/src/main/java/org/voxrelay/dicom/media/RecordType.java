package org.voxrelay.dicom.media;

import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UidDictionary;

/** Kinds of directory records for instances and what each says beside its references (PS3.3 section F.5). */
enum RecordType {
    IMAGE("IMAGE"),
    SR_DOCUMENT(
            "SR DOCUMENT",
            Tag.CompletionFlag,
            Tag.VerificationFlag,
            Tag.ContentDate,
            Tag.ContentTime,
            Tag.VerificationDateTime,
            Tag.ConceptNameCodeSequence),
    KEY_OBJECT_DOCUMENT("KEY OBJECT DOC", Tag.ContentDate, Tag.ContentTime, Tag.ConceptNameCodeSequence),
    PRESENTATION(
            "PRESENTATION",
            Tag.PresentationCreationDate,
            Tag.PresentationCreationTime,
            Tag.ContentLabel,
            Tag.ContentDescription,
            Tag.ContentCreatorName),
    WAVEFORM("WAVEFORM", Tag.ContentDate, Tag.ContentTime),
    RT_DOSE("RT DOSE", Tag.DoseSummationType),
    RT_STRUCTURE_SET("RT STRUCTURE SET", Tag.StructureSetLabel, Tag.StructureSetDate, Tag.StructureSetTime),
    RT_PLAN("RT PLAN", Tag.RTPlanLabel, Tag.RTPlanDate, Tag.RTPlanTime),
    RT_TREATMENT("RT TREAT RECORD", Tag.TreatmentDate, Tag.TreatmentTime),
    REGISTRATION("REGISTRATION", Tag.ContentDate, Tag.ContentTime, Tag.ContentLabel, Tag.ContentDescription),
    FIDUCIAL("FIDUCIAL", Tag.ContentDate, Tag.ContentTime, Tag.ContentLabel, Tag.ContentDescription),
    RAW_DATA("RAW DATA", Tag.ContentDate, Tag.ContentTime),
    SPECTROSCOPY("SPECTROSCOPY", Tag.ImageType, Tag.ContentDate, Tag.ContentTime),
    ENCAPSULATED_DOCUMENT(
            "ENCAP DOC",
            Tag.ContentDate,
            Tag.ContentTime,
            Tag.DocumentTitle,
            Tag.HL7InstanceIdentifier,
            Tag.ConceptNameCodeSequence,
            Tag.MIMETypeOfEncapsulatedDocument);

    private final String name;
    private final int[] keys;

    RecordType(String name, int... keys) {
        this.name = name;
        this.keys = keys;
    }

    /** Directory Record Type. */
    String recordName() {
        return name;
    }

    int[] keys() {
        return keys.clone();
    }

    /** By the class's name in PS3.6, which says what its instances are; segmentations are images in a directory. */
    static RecordType of(String sopClassUid) {
        String name = UidDictionary.nameOf(sopClassUid);
        if (name.contains("Key Object")) {
            return KEY_OBJECT_DOCUMENT;
        } else if (name.contains("Presentation State")) {
            return PRESENTATION;
        } else if (name.contains("Waveform") || name.contains("ECG") || name.contains("Audio")) {
            return WAVEFORM;
        } else if (name.contains("SR Storage") || name.contains("Report Storage") || name.contains(" Log Storage")) {
            return SR_DOCUMENT;
        } else if (name.startsWith("Encapsulated")) {
            return ENCAPSULATED_DOCUMENT;
        } else if (name.contains("Raw Data")) {
            return RAW_DATA;
        } else if (name.contains("Spectroscopy")) {
            return SPECTROSCOPY;
        } else if (name.contains("Fiducials")) {
            return FIDUCIAL;
        } else if (name.contains("Registration")) {
            return REGISTRATION;
        }
        return ofRadiotherapy(name);
    }

    private static RecordType ofRadiotherapy(String name) {
        if (name.equals("RT Dose Storage")) {
            return RT_DOSE;
        } else if (name.equals("RT Structure Set Storage")) {
            return RT_STRUCTURE_SET;
        } else if (name.equals("RT Plan Storage") || name.equals("RT Ion Plan Storage")) {
            return RT_PLAN;
        }
        return name.contains("Treatment Record") || name.contains("Treatment Summary") ? RT_TREATMENT : IMAGE;
    }
}

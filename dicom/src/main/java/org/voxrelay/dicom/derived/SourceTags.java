package org.voxrelay.dicom.derived;

import org.voxrelay.dicom.dict.Tag;

/** What a derived object takes over from its source as it is. */
final class SourceTags {
    /** Type 2 attributes of the Patient and General Study modules. */
    static final int[] REQUIRED = {
        Tag.PatientName,
        Tag.PatientID,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.ReferringPhysicianName,
        Tag.StudyID,
        Tag.AccessionNumber
    };

    /** The Patient, Clinical Trial Subject and Study, General Study and Patient Study modules, and what tells their text and time. */
    static final int[] COPIED = {
        Tag.SpecificCharacterSet,
        Tag.TimezoneOffsetFromUTC,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.AccessionNumber,
        Tag.IssuerOfAccessionNumberSequence,
        Tag.ReferringPhysicianName,
        Tag.ReferringPhysicianIdentificationSequence,
        Tag.ConsultingPhysicianName,
        Tag.StudyDescription,
        Tag.ProcedureCodeSequence,
        Tag.PhysiciansOfRecord,
        Tag.PhysiciansOfRecordIdentificationSequence,
        Tag.AdmittingDiagnosesDescription,
        Tag.AdmittingDiagnosesCodeSequence,
        Tag.ReferencedStudySequence,
        Tag.ReferencedPatientSequence,
        Tag.PatientName,
        Tag.PatientID,
        Tag.IssuerOfPatientID,
        Tag.TypeOfPatientID,
        Tag.IssuerOfPatientIDQualifiersSequence,
        Tag.PatientBirthDate,
        Tag.PatientBirthTime,
        Tag.PatientSex,
        Tag.QualityControlSubject,
        Tag.OtherPatientNames,
        Tag.OtherPatientIDsSequence,
        Tag.PatientAge,
        Tag.PatientSize,
        Tag.PatientWeight,
        Tag.PatientSpeciesDescription,
        Tag.PatientSpeciesCodeSequence,
        Tag.PatientBreedDescription,
        Tag.PatientBreedCodeSequence,
        Tag.BreedRegistrationSequence,
        Tag.ResponsiblePerson,
        Tag.ResponsiblePersonRole,
        Tag.ResponsibleOrganization,
        Tag.PatientSexNeutered,
        Tag.EthnicGroup,
        Tag.PatientComments,
        Tag.PatientIdentityRemoved,
        Tag.DeidentificationMethod,
        Tag.DeidentificationMethodCodeSequence,
        Tag.ClinicalTrialSponsorName,
        Tag.ClinicalTrialProtocolID,
        Tag.ClinicalTrialProtocolName,
        Tag.ClinicalTrialSiteID,
        Tag.ClinicalTrialSiteName,
        Tag.ClinicalTrialSubjectID,
        Tag.ClinicalTrialSubjectReadingID,
        Tag.ClinicalTrialTimePointID,
        Tag.ClinicalTrialTimePointDescription,
        Tag.StudyInstanceUID,
        Tag.StudyID,
        Tag.AdmissionID
    };

    private SourceTags() {}
}

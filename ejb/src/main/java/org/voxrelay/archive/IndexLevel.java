package org.voxrelay.archive;

import java.util.Set;
import org.voxrelay.dicom.dict.Tag;

/** Which row keeps a value. */
public enum IndexLevel {
    STUDY,
    SERIES,
    INSTANCE;

    private static final Set<Integer> STUDY_GROUPS = Set.of(0x0010, 0x0012, 0x0032, 0x0038);

    private static final Set<Integer> OF_STUDIES = Set.of(
            Tag.StudyDate,
            Tag.StudyTime,
            Tag.AccessionNumber,
            Tag.IssuerOfAccessionNumberSequence,
            Tag.ReferringPhysicianName,
            Tag.ReferringPhysicianIdentificationSequence,
            Tag.ConsultingPhysicianName,
            Tag.ConsultingPhysicianIdentificationSequence,
            Tag.StudyDescription,
            Tag.ProcedureCodeSequence,
            Tag.PhysiciansOfRecord,
            Tag.PhysiciansOfRecordIdentificationSequence,
            Tag.NameOfPhysiciansReadingStudy,
            Tag.PhysiciansReadingStudyIdentificationSequence,
            Tag.AdmittingDiagnosesDescription,
            Tag.AdmittingDiagnosesCodeSequence,
            Tag.ReferencedStudySequence,
            Tag.ReferencedPatientSequence,
            Tag.StudyInstanceUID,
            Tag.StudyID);

    private static final Set<Integer> OF_SERIES = Set.of(
            Tag.SeriesDate,
            Tag.SeriesTime,
            Tag.Modality,
            Tag.Manufacturer,
            Tag.InstitutionName,
            Tag.InstitutionAddress,
            Tag.InstitutionCodeSequence,
            Tag.InstitutionalDepartmentName,
            Tag.StationName,
            Tag.SeriesDescription,
            Tag.SeriesDescriptionCodeSequence,
            Tag.PerformingPhysicianName,
            Tag.OperatorsName,
            Tag.ManufacturerModelName,
            Tag.ReferencedPerformedProcedureStepSequence,
            Tag.RelatedSeriesSequence,
            Tag.BodyPartExamined,
            Tag.DeviceSerialNumber,
            Tag.SoftwareVersions,
            Tag.ProtocolName,
            Tag.DateOfLastCalibration,
            Tag.TimeOfLastCalibration,
            Tag.PatientPosition,
            Tag.SeriesInstanceUID,
            Tag.SeriesNumber,
            Tag.FrameOfReferenceUID,
            Tag.Laterality,
            Tag.PositionReferenceIndicator,
            Tag.PerformedProcedureStepStartDate,
            Tag.PerformedProcedureStepStartTime,
            Tag.PerformedProcedureStepEndDate,
            Tag.PerformedProcedureStepEndTime,
            Tag.PerformedProcedureStepID,
            Tag.PerformedProcedureStepDescription,
            Tag.PerformedProtocolCodeSequence,
            Tag.RequestAttributesSequence,
            Tag.CommentsOnThePerformedProcedureStep);

    /** The level that PS3.3 gives an attribute: that of the module it belongs to. What may differ from one image to the next is of the instance. */
    static IndexLevel ofNature(int tag) {
        if (STUDY_GROUPS.contains(tag >>> 16) || OF_STUDIES.contains(tag)) {
            return STUDY;
        }
        return OF_SERIES.contains(tag) ? SERIES : INSTANCE;
    }
}

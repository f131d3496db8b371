package org.voxrelay.query;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;

/** Which attributes an answer shows: those of PS3.18 Tables 10.6.3-3 to -5, and what was asked for. */
final class ReturnKeys {
    private static final Map<Level, Set<Integer>> ALWAYS = new EnumMap<>(Map.of(
            Level.STUDY,
            Set.of(
                    Tag.SpecificCharacterSet,
                    Tag.StudyDate,
                    Tag.StudyTime,
                    Tag.AccessionNumber,
                    Tag.InstanceAvailability,
                    Tag.ModalitiesInStudy,
                    Tag.ReferringPhysicianName,
                    Tag.TimezoneOffsetFromUTC,
                    Tag.PatientName,
                    Tag.PatientID,
                    Tag.PatientBirthDate,
                    Tag.PatientSex,
                    Tag.StudyInstanceUID,
                    Tag.StudyID,
                    Tag.NumberOfStudyRelatedSeries,
                    Tag.NumberOfStudyRelatedInstances),
            Level.SERIES,
            Set.of(
                    Tag.SpecificCharacterSet,
                    Tag.Modality,
                    Tag.TimezoneOffsetFromUTC,
                    Tag.SeriesDescription,
                    Tag.SeriesInstanceUID,
                    Tag.SeriesNumber,
                    Tag.NumberOfSeriesRelatedInstances,
                    Tag.PerformedProcedureStepStartDate,
                    Tag.PerformedProcedureStepStartTime,
                    Tag.RequestAttributesSequence,
                    Tag.StudyInstanceUID,
                    Tag.InstanceAvailability),
            Level.INSTANCE,
            Set.of(
                    Tag.SpecificCharacterSet,
                    Tag.SOPClassUID,
                    Tag.SOPInstanceUID,
                    Tag.InstanceAvailability,
                    Tag.TimezoneOffsetFromUTC,
                    Tag.InstanceNumber,
                    Tag.Rows,
                    Tag.Columns,
                    Tag.BitsAllocated,
                    Tag.NumberOfFrames,
                    Tag.StudyInstanceUID,
                    Tag.SeriesInstanceUID,
                    Tag.AvailableTransferSyntaxUID)));

    private final Query query;
    private final Set<Integer> wanted = new TreeSet<>();

    ReturnKeys(Query query) {
        this.query = query;
        wanted.addAll(ALWAYS.get(query.level()));
        wanted.addAll(query.include());
        for (int tag : query.keys().tags()) {
            wanted.add(tag);
        }
        // Across all studies, an answer must say which study (and series) it belongs to (PS3.18 section 10.6.3.3).
        if (query.level() != Level.STUDY && !query.keys().contains(Tag.StudyInstanceUID)) {
            wanted.addAll(ALWAYS.get(Level.STUDY));
        }
        if (query.level() == Level.INSTANCE && !query.keys().contains(Tag.SeriesInstanceUID)) {
            wanted.addAll(ALWAYS.get(Level.SERIES));
        }
    }

    Attributes select(Attributes all) {
        if (query.includeAll()) {
            return all;
        }
        var selected = new Attributes();
        for (int tag : wanted) {
            if (ElementDictionary.isPrivate(tag)) {
                PrivateKeys.copy(query.keys(), tag, all, selected);
            } else {
                selected.addSelected(all, tag);
            }
        }
        return selected;
    }

    /** Whether the answer needs attributes that no column of the instance holds. */
    boolean needInstanceMetadata() {
        return query.level() == Level.INSTANCE
                && (query.includeAll() || !query.include().isEmpty() || keysNeedMetadata());
    }

    /** Attributes that were matched on are returned, also those that only the metadata hold. */
    private boolean keysNeedMetadata() {
        return Arrays.stream(query.keys().tags())
                .anyMatch(
                        tag -> !SearchKeys.inRows(Level.INSTANCE).contains(tag) && !Keys.isColumn(tag, Level.INSTANCE));
    }
}

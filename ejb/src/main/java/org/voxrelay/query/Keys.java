package org.voxrelay.query;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** The keys that are matched on, with their columns: {@code s} is the study, {@code r} the series, {@code i} the instance. */
final class Keys {
    private record Column(Level level, String name, Matching matching) {}

    private static final Map<Integer, Column> COLUMNS = Map.ofEntries(
            entry(Tag.StudyInstanceUID, new Column(Level.STUDY, "s.uid", Matching.UID)),
            entry(Tag.PatientID, new Column(Level.PATIENT, "s.pid", Matching.TEXT)),
            entry(Tag.IssuerOfPatientID, new Column(Level.PATIENT, "s.issuer", Matching.TEXT)),
            entry(Tag.PatientName, new Column(Level.PATIENT, "s.name_fold", Matching.NAME)),
            entry(Tag.PatientBirthDate, new Column(Level.PATIENT, "s.birth", Matching.DATE)),
            entry(Tag.PatientSex, new Column(Level.PATIENT, "s.sex", Matching.TEXT)),
            entry(Tag.StudyDate, new Column(Level.STUDY, "s.date", Matching.DATE)),
            entry(Tag.StudyTime, new Column(Level.STUDY, "s.time", Matching.TIME)),
            entry(Tag.AccessionNumber, new Column(Level.STUDY, "s.accession", Matching.TEXT)),
            entry(Tag.StudyID, new Column(Level.STUDY, "s.study_id", Matching.TEXT)),
            entry(Tag.StudyDescription, new Column(Level.STUDY, "s.descr_fold", Matching.FOLDED)),
            entry(Tag.ReferringPhysicianName, new Column(Level.STUDY, "s.ref_fold", Matching.NAME)),
            entry(Tag.ModalitiesInStudy, new Column(Level.STUDY, "s.modalities", Matching.MODALITIES)),
            entry(Tag.SeriesInstanceUID, new Column(Level.SERIES, "r.uid", Matching.UID)),
            entry(Tag.Modality, new Column(Level.SERIES, "r.modality", Matching.TEXT)),
            entry(Tag.SeriesNumber, new Column(Level.SERIES, "r.number", Matching.NUMBER)),
            entry(Tag.SeriesDescription, new Column(Level.SERIES, "r.descr_fold", Matching.FOLDED)),
            entry(Tag.BodyPartExamined, new Column(Level.SERIES, "r.body_part", Matching.FOLDED)),
            entry(Tag.StationName, new Column(Level.SERIES, "r.station", Matching.TEXT)),
            entry(Tag.SOPInstanceUID, new Column(Level.INSTANCE, "i.uid", Matching.UID)),
            entry(Tag.SOPClassUID, new Column(Level.INSTANCE, "c.uid", Matching.UID)),
            entry(Tag.InstanceNumber, new Column(Level.INSTANCE, "i.number", Matching.NUMBER)));

    private Keys() {}

    /**
     * Adds a condition for every key that can be matched at the query's level.
     *
     * @return the tags of the others
     */
    static List<Integer> addTo(Where where, Level level, Attributes keys) throws BadKeyException {
        var unsupported = new ArrayList<Integer>();
        for (int tag : keys.tags()) {
            Column column = COLUMNS.get(tag);
            if (column == null || column.level().compareTo(level) > 0) {
                unsupported.add(tag);
            } else {
                List<String> values = values(keys, tag);
                if (!values.isEmpty()) {
                    column.matching().add(where, column.name(), values);
                }
            }
        }
        return unsupported;
    }

    /** Keys that have a column of this level. */
    static Set<Integer> tags(Level level) {
        return COLUMNS.entrySet().stream()
                .filter(entry -> entry.getValue().level() == level)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether a key has a column at this level or one above it. */
    static boolean isColumn(int tag, Level level) {
        Column column = COLUMNS.get(tag);
        return column != null && column.level().compareTo(level) <= 0;
    }

    /** Without the values that match everything: none at all, or only wildcards (Universal Matching, C.2.2.2.3). */
    private static List<String> values(Attributes keys, int tag) {
        return keys.getStrings(tag).stream()
                .filter(value -> !value.isBlank() && !value.chars().allMatch(c -> c == '*'))
                .toList();
    }
}

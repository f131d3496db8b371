package org.voxrelay.query;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** The keys that have columns: {@code s} is the study, {@code r} the series, {@code i} the instance. */
final class Keys {
    private static final String PATIENT_NAME = "s.name_fold";

    /** A column, and how its values are matched. */
    record Column(Level level, String name, Matching matching) {
        void add(Where where, List<String> values, MatchOptions options) throws BadKeyException {
            if (options.isEmptyKey(values.get(0))) {
                where.and(matching.empty(name));
            } else if (options.fuzzyNames() && matching == Matching.NAME) {
                addFuzzy(where, values.get(0));
            } else if (options.multipleValues() && values.size() > 1) {
                matching.addEach(where, name, values);
            } else {
                matching.add(where, name, values);
            }
        }

        private void addFuzzy(Where where, String key) {
            if (name.equals(PATIENT_NAME)) {
                FuzzyName.add(where, "s.name_words", name, key);
            } else {
                FuzzyName.add(where, name, key);
            }
        }
    }

    private static final Map<Integer, Column> COLUMNS = Map.ofEntries(
            entry(Tag.StudyInstanceUID, new Column(Level.STUDY, "s.uid", Matching.UID)),
            entry(Tag.PatientID, new Column(Level.PATIENT, "s.pid", Matching.TEXT)),
            entry(Tag.IssuerOfPatientID, new Column(Level.PATIENT, "s.issuer", Matching.TEXT)),
            entry(Tag.PatientName, new Column(Level.PATIENT, PATIENT_NAME, Matching.NAME)),
            entry(Tag.PatientBirthDate, new Column(Level.PATIENT, "s.birth", Matching.DATE)),
            entry(Tag.PatientSex, new Column(Level.PATIENT, "s.sex", Matching.TEXT)),
            entry(Tag.StudyDate, new Column(Level.STUDY, "s.date", Matching.DATE)),
            entry(Tag.StudyTime, new Column(Level.STUDY, "s.time", Matching.TIME)),
            entry(Tag.AccessionNumber, new Column(Level.STUDY, "s.accession", Matching.TEXT)),
            entry(Tag.StudyID, new Column(Level.STUDY, "s.study_id", Matching.TEXT)),
            entry(Tag.StudyDescription, new Column(Level.STUDY, "s.descr_fold", Matching.FOLDED)),
            entry(Tag.ReferringPhysicianName, new Column(Level.STUDY, "s.ref_fold", Matching.NAME)),
            entry(Tag.ModalitiesInStudy, new Column(Level.STUDY, "s.modalities", Matching.MODALITIES)),
            entry(Tag.NumberOfStudyRelatedSeries, new Column(Level.STUDY, "s.n_series", Matching.NUMBER)),
            entry(Tag.NumberOfStudyRelatedInstances, new Column(Level.STUDY, "s.n_instances", Matching.NUMBER)),
            entry(Tag.SeriesInstanceUID, new Column(Level.SERIES, "r.uid", Matching.UID)),
            entry(Tag.Modality, new Column(Level.SERIES, "r.modality", Matching.TEXT)),
            entry(Tag.SeriesNumber, new Column(Level.SERIES, "r.number", Matching.NUMBER)),
            entry(Tag.SeriesDescription, new Column(Level.SERIES, "r.descr_fold", Matching.FOLDED)),
            entry(Tag.BodyPartExamined, new Column(Level.SERIES, "r.body_part", Matching.FOLDED)),
            entry(Tag.StationName, new Column(Level.SERIES, "r.station", Matching.TEXT)),
            entry(Tag.NumberOfSeriesRelatedInstances, new Column(Level.SERIES, "r.n_instances", Matching.NUMBER)),
            entry(Tag.SOPInstanceUID, new Column(Level.INSTANCE, "i.uid", Matching.UID)),
            entry(Tag.SOPClassUID, new Column(Level.INSTANCE, "c.uid", Matching.UID)),
            entry(Tag.AvailableTransferSyntaxUID, new Column(Level.INSTANCE, "x.uid", Matching.UID)),
            entry(Tag.InstanceNumber, new Column(Level.INSTANCE, "i.number", Matching.NUMBER)),
            entry(Tag.Rows, new Column(Level.INSTANCE, "i.rows", Matching.NUMBER)),
            entry(Tag.Columns, new Column(Level.INSTANCE, "i.columns", Matching.NUMBER)),
            entry(Tag.BitsAllocated, new Column(Level.INSTANCE, "i.bits", Matching.NUMBER)),
            entry(Tag.NumberOfFrames, new Column(Level.INSTANCE, "i.frames", Matching.NUMBER)));

    private Keys() {}

    /** Adds a condition for every one of these keys; each has a column of the level or one above it. */
    static void addTo(Where where, Attributes keys, MatchOptions options) throws BadKeyException {
        for (int tag : keys.tags()) {
            List<String> values = values(keys, tag);
            if (!values.isEmpty()) {
                COLUMNS.get(tag).add(where, values, options);
            }
        }
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
        return Optional.ofNullable(COLUMNS.get(tag))
                .filter(column -> column.level().compareTo(level) <= 0)
                .isPresent();
    }

    /** Without the values that match everything. */
    static List<String> values(Attributes keys, int tag) {
        return keys.getStrings(tag).stream()
                .filter(value -> !LikePattern.isUniversal(value))
                .toList();
    }
}

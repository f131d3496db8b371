package org.voxrelay.query;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.voxrelay.archive.IndexEntryReader;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;

/**
 * The keys of a {@link Search}: those that have columns are matched by the database, the rest by {@link AttributeFilter} on
 * what the index keeps.
 */
final class SearchKeys {
    /** They say how to read the identifier, or where to fetch a match; nothing is matched on them. */
    private static final Set<Integer> NO_KEYS = Set.of(
            Tag.QueryRetrieveLevel,
            Tag.SpecificCharacterSet,
            Tag.RetrieveAETitle,
            Tag.InstanceAvailability,
            Tag.TimezoneOffsetFromUTC);

    private static final Set<Integer> PATIENT_COUNTS = Set.of(
            Tag.NumberOfPatientRelatedStudies, Tag.NumberOfPatientRelatedSeries, Tag.NumberOfPatientRelatedInstances);

    private static final Set<Integer> STUDY_COUNTS =
            Set.of(Tag.ModalitiesInStudy, Tag.NumberOfStudyRelatedSeries, Tag.NumberOfStudyRelatedInstances);

    private static final Set<Integer> INSTANCE_COLUMNS = Set.of(
            Tag.SOPClassUID,
            Tag.SOPInstanceUID,
            Tag.InstanceNumber,
            Tag.Rows,
            Tag.Columns,
            Tag.BitsAllocated,
            Tag.NumberOfFrames,
            Tag.AvailableTransferSyntaxUID);

    private final Search search;
    private final Attributes asked;
    private final Attributes columns = new Attributes();
    private final Attributes rest = new Attributes();
    private final boolean combined;
    private boolean allSupported = true;
    private boolean needMetadata;

    private SearchKeys(Search search) {
        this.search = search;
        asked = withoutGroupLengths(search.keys());
        combined = search.options().combinedDateTime() && CombinedRange.isIn(asked);
        Set<Integer> inRows = inRows(search.level());
        for (int tag : asked.tags()) {
            sort(tag, inRows);
        }
    }

    static SearchKeys of(Search search) {
        return new SearchKeys(search);
    }

    private static Attributes withoutGroupLengths(Attributes keys) {
        return new Attributes()
                .addSelected(
                        keys,
                        Arrays.stream(keys.tags())
                                .filter(tag -> (tag & 0xFFFF) != 0)
                                .toArray());
    }

    private void sort(int tag, Set<Integer> inRows) {
        boolean isCombined = combined && (tag == Tag.StudyDate || tag == Tag.StudyTime);
        if (NO_KEYS.contains(tag) || isCombined) {
            return;
        }
        if (Keys.isColumn(tag, search.level())) {
            columns.addSelected(asked, tag);
            return;
        }
        boolean inMetadata = search.level() == Level.INSTANCE && !inRows.contains(tag) && isAboutInstances(tag);
        needMetadata |= inMetadata;
        if (!inMetadata && !inRows.contains(tag)) {
            allSupported = false;
        } else if (AttributeFilter.canMatch(asked, tag)) {
            rest.addSelected(asked, tag);
        } else {
            allSupported = false;
        }
    }

    /** Tags whose values the rows of a level hold, columns or not. */
    static Set<Integer> inRows(Level level) {
        var tags = new HashSet<Integer>();
        if (level == Level.PATIENT) {
            tags.addAll(PATIENT_COUNTS);
            tags.addAll(Rows.patientAttributes());
            return tags;
        }
        tags.addAll(STUDY_COUNTS);
        tags.addAll(IndexEntryReader.studyAttributes());
        if (level != Level.STUDY) {
            tags.add(Tag.NumberOfSeriesRelatedInstances);
            tags.addAll(IndexEntryReader.seriesAttributes());
        }
        if (level == Level.INSTANCE) {
            tags.addAll(INSTANCE_COLUMNS);
        }
        return tags;
    }

    /** Whether a tag says how to read the identifier, or where to fetch a match. */
    static boolean isNoKey(int tag) {
        return NO_KEYS.contains(tag);
    }

    /** Not what is counted over others, which no instance has. */
    private static boolean isAboutInstances(int tag) {
        return !PATIENT_COUNTS.contains(tag) && tag != Tag.SOPClassesInStudy;
    }

    boolean allSupported() {
        return allSupported;
    }

    boolean needInstanceMetadata() {
        return needMetadata;
    }

    void addTo(Where where) throws BadKeyException {
        Keys.addTo(where, columns, search.options());
        if (combined) {
            CombinedRange.addTo(where, asked);
        }
    }

    boolean match(Attributes found) {
        return AttributeFilter.match(rest, found);
    }

    /** What was asked for, empty where nothing is known (PS3.4 section C.2.2.3). */
    Attributes answer(Attributes found) {
        return answer(asked, found);
    }

    private static Attributes answer(Attributes asked, Attributes found) {
        var answer = new Attributes();
        for (int tag : asked.tags()) {
            List<Attributes> wanted = asked.getItems(tag);
            if (found.contains(tag) && !wanted.isEmpty() && !wanted.get(0).isEmpty()) {
                answer.setSequence(
                        tag,
                        found.getItems(tag).stream()
                                .map(item -> answer(wanted.get(0), item))
                                .toList());
            } else if (found.contains(tag)) {
                answer.addSelected(found, tag);
            } else {
                answer.setNull(tag, asked.getVR(tag).orElseGet(() -> vr(tag)));
            }
        }
        return answer;
    }

    private static VR vr(int tag) {
        return ElementDictionary.vrOf(tag);
    }
}

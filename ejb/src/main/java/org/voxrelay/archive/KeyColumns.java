package org.voxrelay.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.voxrelay.db.NameWords;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;

/**
 * Makes the columns that searches use beside the plain ones, from what the index itself keeps: the attributes of a row and
 * the metadata of an instance. So an instance that arrives and one that is indexed anew get the same.
 */
final class KeyColumns {
    /** A change here makes {@link Reindex} go over everything once. */
    static final String VERSION = "1";

    /** They have columns of their own, or say how to read others. */
    private static final Set<Integer> PLAIN = Set.of(
            Tag.SpecificCharacterSet,
            Tag.TimezoneOffsetFromUTC,
            Tag.StudyDate,
            Tag.StudyTime,
            Tag.AccessionNumber,
            Tag.ReferringPhysicianName,
            Tag.StudyDescription,
            Tag.PatientName,
            Tag.PatientID,
            Tag.IssuerOfPatientID,
            Tag.PatientBirthDate,
            Tag.PatientSex,
            Tag.StudyInstanceUID,
            Tag.StudyID,
            Tag.Modality,
            Tag.StationName,
            Tag.SeriesDescription,
            Tag.BodyPartExamined,
            Tag.SeriesInstanceUID,
            Tag.SeriesNumber);

    private static final int[] OF_STUDIES = withoutPlain(IndexEntryReader.studyAttributes());
    private static final int[] OF_SERIES = withoutPlain(IndexEntryReader.seriesAttributes());

    private final ExtraAttributes extra;

    KeyColumns(ExtraAttributes extra) {
        this.extra = extra;
    }

    /**
     * A row's columns.
     *
     * @param attributes DICOM JSON object, with the extra attributes
     * @param keys a {@link KeyDocument}
     * @param nameWords of the patient's name; none for a series
     */
    record Row(String attributes, String keys, List<String> nameWords) {}

    /** Whether rows of this level keep more than they always do. */
    boolean hasExtra(IndexLevel level) {
        return !extra.at(level).isEmpty();
    }

    /** @param metadata of the study's first instance; not read without extra attributes */
    Row study(String attributes, byte[] metadata) {
        return row(attributes, metadata, IndexLevel.STUDY, OF_STUDIES);
    }

    /** @param metadata of the series' first instance; not read without extra attributes */
    Row series(String attributes, byte[] metadata) {
        return row(attributes, metadata, IndexLevel.SERIES, OF_SERIES);
    }

    /** The document of an instance, from its metadata. */
    String instance(byte[] metadata) {
        return KeyDocument.of(parse(metadata), new int[0], extra.at(IndexLevel.INSTANCE));
    }

    private Row row(String json, byte[] metadata, IndexLevel level, int[] tags) {
        List<ExtraAttribute> more = extra.at(level);
        Attributes attributes = parse(json.getBytes(StandardCharsets.UTF_8));
        String kept = json;
        if (!more.isEmpty()) {
            Attributes instance = parse(metadata);
            more.forEach(attribute -> attribute.copy(instance, attributes));
            kept = write(attributes);
        }
        List<String> words =
                level == IndexLevel.STUDY ? NameWords.of(attributes.getString(Tag.PatientName, "")) : List.of();
        return new Row(kept, KeyDocument.of(attributes, tags, more), words);
    }

    private static Attributes parse(byte[] json) {
        try {
            return DicomJson.read(new ByteArrayInputStream(json));
        } catch (IOException e) {
            throw new IllegalStateException("the index holds attributes that are not DICOM JSON", e);
        }
    }

    private static String write(Attributes attributes) {
        var bytes = new ByteArrayOutputStream();
        try {
            DicomJson.write(attributes, bytes, BulkDataUri.INLINE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int[] withoutPlain(Set<Integer> tags) {
        return tags.stream()
                .filter(tag -> !PLAIN.contains(tag))
                .sorted(Integer::compareUnsigned)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}

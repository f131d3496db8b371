package org.voxrelay.dicom.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * The DICOMDIR of a file-set: patients, studies, series and instances in the order in which they were added, linked by
 * their offsets in the file (PS3.3 section F.2.2). Only what its records say is in memory.
 */
public final class DicomDirectory {
    private static final Uid MEDIA_STORAGE_DIRECTORY = new Uid("1.2.840.10008.1.3.10");
    private static final String LEGAL_COMPONENT = "[A-Z0-9_]{1,8}";

    private final Uid uid;
    private final String fileSetId;
    private final DirectoryRecord root = DirectoryRecord.root();
    private final Map<List<String>, DirectoryRecord> known = new HashMap<>();

    /**
     * @param uid of the file-set
     * @param fileSetId at most 16 upper case letters, digits and underscores
     */
    public DicomDirectory(Uid uid, String fileSetId) {
        this.uid = uid;
        this.fileSetId = fileSetId;
    }

    /**
     * Adds an instance.
     *
     * @param instance at least its identifying attributes
     * @param transferSyntaxUid of the file
     * @param file components of its name below the directory
     * @throws IllegalArgumentException if a component is not 1 to 8 upper case letters, digits and underscores (PS3.10 8.2)
     */
    public void add(Attributes instance, String transferSyntaxUid, String... file) {
        for (String component : file) {
            if (!component.matches(LEGAL_COMPONENT)) {
                throw new IllegalArgumentException("no file ID component: " + component);
            }
        }
        String patient = instance.getString(Tag.PatientID, "") + '\\' + instance.getString(Tag.PatientName, "");
        String study = instance.getString(Tag.StudyInstanceUID, "");
        String series = instance.getString(Tag.SeriesInstanceUID, "");
        DirectoryRecord ofPatient =
                known.computeIfAbsent(List.of(patient), key -> root.add(DirectoryRecord.patient(instance)));
        DirectoryRecord ofStudy =
                known.computeIfAbsent(List.of(patient, study), key -> ofPatient.add(DirectoryRecord.study(instance)));
        DirectoryRecord ofSeries = known.computeIfAbsent(
                List.of(patient, study, series), key -> ofStudy.add(DirectoryRecord.series(instance)));
        ofSeries.add(DirectoryRecord.instance(instance, file, transferSyntaxUid));
    }

    /** Writes the file; the stream is flushed, not closed. */
    public void write(OutputStream out) throws IOException {
        Attributes directory = new Attributes()
                .setString(Tag.FileSetID, VR.CS, fileSetId)
                .setLong(Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, VR.UL, 0)
                .setLong(Tag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, VR.UL, 0)
                .setInt(Tag.FileSetConsistencyFlag, VR.US, 0)
                .setSequence(Tag.DirectoryRecordSequence, List.of());
        long first = length(directory);
        List<DirectoryRecord> all = new ArrayList<>();
        collect(root, all);
        Map<DirectoryRecord, Long> offsets = offsets(all, first);
        link(root, offsets);
        List<DirectoryRecord> top = root.lower();
        if (!top.isEmpty()) {
            directory.setLong(Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, VR.UL, first);
            directory.setLong(
                    Tag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity,
                    VR.UL,
                    offsets.get(top.get(top.size() - 1)));
        }
        directory.setSequence(
                Tag.DirectoryRecordSequence,
                all.stream().map(DirectoryRecord::attributes).toList());
        write(directory, out);
    }

    private static void collect(DirectoryRecord parent, List<DirectoryRecord> all) {
        for (DirectoryRecord record : parent.lower()) {
            all.add(record);
            collect(record, all);
        }
    }

    private static Map<DirectoryRecord, Long> offsets(List<DirectoryRecord> all, long first) throws IOException {
        Map<DirectoryRecord, Long> offsets = new IdentityHashMap<>();
        long offset = first;
        for (DirectoryRecord record : all) {
            offsets.put(record, offset);
            var item = new ByteArrayOutputStream();
            stream(item).writeDataset(record.attributes());
            offset += 8 + item.size();
        }
        return offsets;
    }

    private static void link(DirectoryRecord parent, Map<DirectoryRecord, Long> offsets) {
        List<DirectoryRecord> records = parent.lower();
        for (int i = 0; i < records.size(); i++) {
            DirectoryRecord record = records.get(i);
            long next = i + 1 < records.size() ? offsets.get(records.get(i + 1)) : 0;
            long below =
                    record.lower().isEmpty() ? 0 : offsets.get(record.lower().get(0));
            record.attributes()
                    .setLong(Tag.OffsetOfTheNextDirectoryRecord, VR.UL, next)
                    .setLong(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, VR.UL, below);
            link(record, offsets);
        }
    }

    private long length(Attributes directory) throws IOException {
        var bytes = new ByteArrayOutputStream();
        write(directory, bytes);
        return bytes.size();
    }

    private void write(Attributes directory, OutputStream out) throws IOException {
        Attributes meta = FileMetaInformation.of(MEDIA_STORAGE_DIRECTORY, uid, UID.ExplicitVRLittleEndian);
        DicomOutputStream file = stream(out);
        file.writeFile(meta, directory);
        file.finish();
    }

    /** Lengths in front, so that it is known where each record begins. */
    private static DicomOutputStream stream(OutputStream out) {
        return new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).setExplicitLengths(true);
    }
}

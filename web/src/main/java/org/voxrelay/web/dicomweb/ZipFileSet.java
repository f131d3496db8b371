package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.EntityTag;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.media.DicomDirectory;

/**
 * A zip with a file-set in it (PS3.10 annex I is the nearest): files with names that media take, then the directory that
 * was made on the way. Nothing is compressed, for pixels that shall be are; longer than 4 GB is Zip64.
 */
final class ZipFileSet {
    /** Times of files would make two answers differ. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;
    private final DicomDirectory directory;
    private final Map<String, Integer> series = new HashMap<>();
    private final Map<String, Integer> instances = new HashMap<>();

    /** @param tag that the file-set's UID is made of */
    ZipFileSet(OutputStream out, EntityTag tag) {
        zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.NO_COMPRESSION);
        Uid uid = new Uid("2.25." + new BigInteger(tag.getValue(), 16));
        directory = new DicomDirectory(uid, "VOXRELAY");
    }

    /** Where an instance's bytes go, until {@link #end}. */
    OutputStream out() {
        return zip;
    }

    /** Begins a file. @return its name's components */
    String[] begin(StoredInstance instance) throws IOException {
        String uid = instance.seriesInstanceUid();
        series.putIfAbsent(uid, series.size() + 1);
        int number = instances.merge(uid, 1, Integer::sum);
        String[] file = {"DICOM", String.format("SE%06d", series.get(uid)), String.format("IM%06d", number)};
        entry(String.join("/", file));
        return file;
    }

    /** Ends a file. */
    void end(Attributes instance, String transferSyntaxUid, String... file) throws IOException {
        zip.closeEntry();
        directory.add(instance, transferSyntaxUid, file);
    }

    /** Adds the directory; nothing follows. */
    void finish() throws IOException {
        entry("DICOMDIR");
        directory.write(zip);
        zip.closeEntry();
        zip.finish();
    }

    private void entry(String name) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }
}

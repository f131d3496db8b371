package org.voxrelay.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.Compaction;
import org.voxrelay.archive.Deletion;
import org.voxrelay.archive.ExtraAttributes;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.Trash;
import org.voxrelay.archive.log.Disk;
import org.voxrelay.config.DicomSettings;
import org.voxrelay.config.Settings;
import org.voxrelay.config.Settings.DuplicatePolicy;
import org.voxrelay.config.Settings.Durability;
import org.voxrelay.config.Settings.Storage;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.ingest.Arrival;
import org.voxrelay.ingest.Arrival.Body;
import org.voxrelay.ingest.Arrival.Declared;
import org.voxrelay.ingest.Arrival.Door;
import org.voxrelay.ingest.Arrival.Source;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.ingest.Replay;
import org.voxrelay.ingest.Restoration;
import org.voxrelay.query.QueryService;

/** The archive of a server, wired as the server wires it, on a real database and a folder of the test. */
public final class TestArchive implements AutoCloseable {
    private static final long SEGMENT_BYTES = 4 << 20;

    public final Settings settings;
    public final ExtraAttributes extra;
    public final Database database;
    public final InstanceFiles files;
    public final Indexer indexer;
    public final InstanceIndex index;
    public final Ingest ingest;
    public final QueryService queries;
    public final Deletion deletion;
    public final Compaction compaction;
    public final Replay replay;
    public final Trash trash;
    public final Restoration restoration;

    private TestArchive(Settings settings, Database database, Disk disk, ExtraAttributes extra) throws IOException {
        this.settings = settings;
        this.extra = extra;
        this.database = database;
        files = new InstanceFiles(settings, disk);
        files.start(Thread::new);
        indexer = new Indexer(database, files, settings.settle(), extra);
        index = new InstanceIndex(database, indexer);
        ingest = new Ingest(settings, files, indexer, index);
        queries = new QueryService(database, indexer, index, extra);
        deletion = new Deletion(database, files, indexer);
        compaction = new Compaction(database, files, Duration.ZERO);
        trash = new Trash(database, files, indexer, deletion, Duration.ofDays(7));
        restoration = new Restoration(ingest, trash, files, index, indexer);
        replay = new Replay(settings, files, index, indexer, deletion, compaction);
    }

    /** A running archive in an empty folder. */
    public static TestArchive start(Path folder) throws IOException {
        return start(folder, DuplicatePolicy.KEEP);
    }

    /** A running archive that searches some attributes more, on a database that may hold something. */
    public static TestArchive start(Path folder, Database database, String... extra) throws IOException {
        var archive = new TestArchive(
                settings(folder, DuplicatePolicy.KEEP, SEGMENT_BYTES),
                database,
                Disk.REAL,
                ExtraAttributes.parse(List.of(extra)));
        archive.indexer.start(Thread::new);
        return archive;
    }

    /** A running archive with a policy. */
    public static TestArchive start(Path folder, DuplicatePolicy duplicates) throws IOException {
        return start(settings(folder, duplicates, SEGMENT_BYTES), TestDatabase.create(), Disk.REAL);
    }

    /** A running archive with segments of this length, on a disk that may fail. */
    public static TestArchive start(Path folder, long segmentBytes, Database database, Disk disk) throws IOException {
        return start(folder, Durability.DURABLE, segmentBytes, database, disk);
    }

    /** The same with an answer that means this. */
    public static TestArchive start(Path folder, Durability durability, long segmentBytes, Database database, Disk disk)
            throws IOException {
        return start(settings(folder, DuplicatePolicy.REPLACE, durability, segmentBytes), database, disk);
    }

    private static TestArchive start(Settings settings, Database database, Disk disk) throws IOException {
        var archive = new TestArchive(settings, database, disk, ExtraAttributes.NONE);
        archive.indexer.start(Thread::new);
        return archive;
    }

    /** The same folder and database after the process died: nothing runs until {@code indexer.start}. */
    public TestArchive afterCrash() throws IOException {
        return afterCrash(Disk.REAL);
    }

    /** The same on a disk that may fail. */
    public TestArchive afterCrash(Disk disk) throws IOException {
        return new TestArchive(settings, database, disk, extra);
    }

    private static Settings settings(Path folder, DuplicatePolicy duplicates, long segmentBytes) {
        return settings(folder, duplicates, Durability.DURABLE, segmentBytes);
    }

    private static Settings settings(
            Path folder, DuplicatePolicy duplicates, Durability durability, long segmentBytes) {
        return new Settings(
                folder,
                folder,
                "TEST",
                "127.0.0.1",
                0,
                4,
                Duration.ofMillis(1),
                1L << 30,
                0,
                duplicates,
                1,
                1 << 24,
                new Storage(durability, segmentBytes),
                DicomSettings.DEFAULT,
                Optional.empty());
    }

    /** As a C-STORE brings it. */
    public static Arrival cStore(Attributes dataset) {
        return cStore(dataset, dataset.getString(Tag.SOPInstanceUID, ""));
    }

    /** A C-STORE whose command names an instance. */
    public static Arrival cStore(Attributes dataset, String declaredInstance) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = new DicomOutputStream(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            out.writeDataset(dataset);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        var declared = new Declared(dataset.getString(Tag.SOPClassUID, ""), declaredInstance);
        return new Arrival(
                new Source(Door.C_STORE, "MODALITY"),
                new Body.DataSet(new ByteArrayInputStream(bytes.toByteArray()), UID.ExplicitVRLittleEndian),
                Optional.of(declared),
                Optional.empty());
    }

    /** The bare data set that a C-STORE brings. */
    public static InputStream bytes(Arrival cStore) {
        return ((Body.DataSet) cStore.body()).bytes();
    }

    /** As a part of a STOW-RS request. */
    public static Arrival stow(byte[] part) {
        return new Arrival(
                Source.STOW, new Body.Part10(new ByteArrayInputStream(part)), Optional.empty(), Optional.empty());
    }

    /** A Part 10 file. */
    public static byte[] part10(Attributes dataset) {
        var bytes = new ByteArrayOutputStream();
        var meta = FileMetaInformation.of(
                new Uid(dataset.getString(Tag.SOPClassUID, "")),
                new Uid(dataset.getString(Tag.SOPInstanceUID, "")),
                UID.ExplicitVRLittleEndian);
        try {
            var out = new DicomOutputStream(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            out.writeFile(meta, dataset);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** Receives instances as C-STORE brings them; when it returns they have rows and nothing has come for the quiet time. */
    public void store(List<Attributes> instances) throws IOException, InterruptedException {
        for (Attributes instance : instances) {
            ingest.receive(cStore(instance));
        }
        indexer.awaitIndexed(Duration.ofSeconds(20));
        // The quiet time of this archive is a millisecond.
        Thread.sleep(20);
    }

    @Override
    public void close() throws InterruptedException, IOException {
        indexer.close();
        files.close();
    }
}

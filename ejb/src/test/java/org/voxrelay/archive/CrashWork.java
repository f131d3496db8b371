package org.voxrelay.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.testing.TestArchive;

/** Stores, replaces, deletes, trashes, restores, purges and compacts, telling of each step before and after it. */
final class CrashWork {
    static final long SEGMENT_BYTES = 1 << 20;
    private static final Attributes HEADER = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 16, 12, 1), "crash")
            .instances()
            .get(0);

    private final TestArchive archive;
    private final Log log;

    CrashWork(TestArchive archive, Log log) {
        this.archive = archive;
        this.log = log;
    }

    /** What somebody outside knows of the archive. */
    interface Log {
        void storing(int number, int version);

        void stored(int number, int version);

        void deleting(int number);

        void deleted(int number);

        void trashing(int number);

        void trashed(int number);

        void restoring(int number);

        void restored(int number);

        void purging(int number);

        void purged(int number);
    }

    static String uid(int number) {
        return Uid.named("crash " + number).value();
    }

    /** The same bytes for the same number and version; every seventh is longer than the log of the test takes. */
    static Attributes image(int number, int version) {
        byte[] pixels = new byte[number % 7 == 6 ? 300_000 : 60_000];
        new Random(31L * number + version).nextBytes(pixels);
        return new Attributes(HEADER)
                .setString(Tag.SOPInstanceUID, VR.UI, uid(number))
                .setBytes(Tag.PixelData, VR.OW, pixels);
    }

    void run(int from) throws IOException, InterruptedException {
        for (int number = from; number < from + 18; number++) {
            store(number, 0);
        }
        store(from + 2, 1);
        store(from + 8, 1);
        store(from + 8, 2);
        for (int number : List.of(from, from + 2, from + 3, from + 6, from + 7)) {
            log.deleting(number);
            archive.deletion.delete(List.of(uid(number)));
            log.deleted(number);
        }
        for (int number : List.of(from + 4, from + 9, from + 10, from + 13)) {
            trash(number);
        }
        restore(from + 9);
        purge(from + 10);
        archive.compaction.run(0.01);
        restore(from + 13);
        store(from + 18, 0);
        archive.compaction.run(0.01);
    }

    private void trash(int number) throws IOException, InterruptedException {
        log.trashing(number);
        Attributes image = image(number, 0);
        archive.trash.delete(new Trash.Selection(
                image.getString(Tag.StudyInstanceUID, ""),
                Optional.of(image.getString(Tag.SeriesInstanceUID, "")),
                Optional.of(uid(number))));
        log.trashed(number);
    }

    private long deletionOf(int number) {
        return archive.trash.list(1000, 0).stream()
                .filter(deletion -> deletion.instance().equals(Optional.of(uid(number))))
                .findFirst()
                .orElseThrow()
                .pk();
    }

    private void restore(int number) throws IOException, InterruptedException {
        log.restoring(number);
        if (archive.restoration.restore(deletionOf(number)).orElseThrow().instances() != 1) {
            throw new IOException("not restored: " + number);
        }
        log.restored(number);
    }

    private void purge(int number) throws IOException {
        log.purging(number);
        archive.trash.purge(deletionOf(number));
        log.purged(number);
    }

    private void store(int number, int version) throws IOException, InterruptedException {
        log.storing(number, version);
        if (!(archive.ingest.receive(TestArchive.cStore(image(number, version))) instanceof Stored)) {
            throw new IOException("not stored: " + number);
        }
        log.stored(number, version);
    }
}

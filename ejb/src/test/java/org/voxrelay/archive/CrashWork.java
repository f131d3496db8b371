package org.voxrelay.archive;

import java.io.IOException;
import java.util.List;
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

/** Stores, replaces, deletes and compacts, telling of each step before and after it. */
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
        for (int number : List.of(from, from + 2, from + 3, from + 6, from + 7)) {
            log.deleting(number);
            archive.deletion.delete(List.of(uid(number)));
            log.deleted(number);
        }
        archive.compaction.run(0.01);
        store(from + 18, 0);
        archive.compaction.run(0.01);
    }

    private void store(int number, int version) throws IOException, InterruptedException {
        log.storing(number, version);
        if (!(archive.ingest.receive(TestArchive.cStore(image(number, version))) instanceof Stored)) {
            throw new IOException("not stored: " + number);
        }
        log.stored(number, version);
    }
}

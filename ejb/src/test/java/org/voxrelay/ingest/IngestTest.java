package org.voxrelay.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;
import static org.voxrelay.testing.TestArchive.part10;
import static org.voxrelay.testing.TestArchive.stow;

import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.archive.log.SegmentLog;
import org.voxrelay.archive.log.SegmentScanner;
import org.voxrelay.config.Settings.DuplicatePolicy;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.testing.TestArchive;

class IngestTest {
    private static final int PREAMBLE = 128;

    @TempDir
    Path folder;

    private TestArchive archive;
    private List<Attributes> slices;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        slices = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 16, 12, 4), "ingest")
                .instances();
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    @Test
    void anInstanceIsStoredByteForByteAndFoundAtOnce() throws Exception {
        byte[] file = part10(slices.get(0));

        var result = archive.ingest.receive(stow(file));

        assertThat(result).isInstanceOf(Stored.class);
        var found = archive.index.find(slices.get(0).getString(Tag.SOPInstanceUID, ""));
        assertThat(found).isPresent();
        assertThat(read(found.get().place())).isEqualTo(file);
    }

    @Test
    void aDataSetOfACStoreBecomesAPart10File() throws Exception {
        archive.ingest.receive(cStore(slices.get(0)));

        var found = archive.index.find(slices.get(0).getString(Tag.SOPInstanceUID, ""));
        byte[] file = read(found.orElseThrow().place());
        assertThat(new String(file, PREAMBLE, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
        byte[] bare = TestArchive.bytes(cStore(slices.get(0))).readAllBytes();
        assertThat(Arrays.copyOfRange(file, file.length - bare.length, file.length))
                .isEqualTo(bare);
    }

    @Test
    void theSameInstanceByBothDoorsIsStoredOnce() throws Exception {
        var first = archive.ingest.receive(cStore(slices.get(0)));
        var second = archive.ingest.receive(stow(part10(slices.get(0))));

        assertThat(first).isEqualTo(stored(slices.get(0), false));
        assertThat(second).isEqualTo(stored(slices.get(0), true));
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        assertThat(storedPlaces()).hasSize(1);
    }

    @Test
    void twoOfOneUidInASequenceAreStoredInTheirOrder() throws Exception {
        var changed = new Attributes(slices.get(0)).setString(Tag.PatientName, VR.PN, "OTHER^NAME");
        var results = new ArrayList<IngestResult>();
        var sequence = archive.ingest.sequence(results::add);
        sequence.receive(stow(part10(slices.get(0))));
        sequence.receive(stow(part10(slices.get(1))));
        sequence.receive(stow(part10(slices.get(0))));
        sequence.receive(stow(part10(changed)));
        sequence.await();

        assertThat(results.subList(0, 3))
                .containsExactly(
                        stored(slices.get(0), false), stored(slices.get(1), false), stored(slices.get(0), true));
        assertThat(refusal(results.get(3))).isEqualTo(Refusal.DUPLICATE);
        assertThat(read(place(slices.get(0)))).isEqualTo(part10(slices.get(0)));
    }

    @Test
    void whatCannotBeReadInASequenceKeepsNoOtherBack() throws Exception {
        byte[] cutOff = Arrays.copyOf(part10(slices.get(0)), 1000);
        var results = new ArrayList<IngestResult>();
        var sequence = archive.ingest.sequence(results::add);
        sequence.receive(stow(cutOff));
        sequence.receive(stow(part10(slices.get(1))));
        sequence.await();

        assertThat(refusal(results.get(0))).isEqualTo(Refusal.UNREADABLE);
        assertThat(results.get(1)).isEqualTo(stored(slices.get(1), false));
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        assertThat(storedPlaces()).hasSize(1);
    }

    @Test
    void aLongSequenceHasItsResultsInItsOrder() throws Exception {
        List<Attributes> many = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 16, 12, 24), "sequence")
                .instances();
        var results = new ArrayList<IngestResult>();
        var sequence = archive.ingest.sequence(results::add);
        for (Attributes slice : many) {
            sequence.receive(stow(part10(slice)));
        }
        sequence.await();

        assertThat(results)
                .containsExactlyElementsOf(
                        many.stream().map(slice -> stored(slice, false)).toList());
    }

    @Test
    void otherBytesUnderAKnownUidAreRefusedAndTheStoredOnesStay() throws Exception {
        archive.ingest.receive(cStore(slices.get(0)));
        byte[] before = read(place(slices.get(0)));
        var changed = new Attributes(slices.get(0)).setString(Tag.PatientName, VR.PN, "OTHER^NAME");

        var result = archive.ingest.receive(cStore(changed));

        assertThat(refusal(result)).isEqualTo(Refusal.DUPLICATE);
        assertThat(read(place(slices.get(0)))).isEqualTo(before);
    }

    @Test
    void underThePolicyReplaceTheNewBytesAreShownAndTheOldOnesAreKept() throws Exception {
        try (var replacing = TestArchive.start(folder.resolve("replacing"), DuplicatePolicy.REPLACE)) {
            replacing.ingest.receive(cStore(slices.get(0)));
            replacing.ingest.receive(cStore(slices.get(1)));
            var changed = new Attributes(slices.get(0)).setString(Tag.SeriesDescription, VR.LO, "changed");

            assertThat(replacing.ingest.receive(cStore(changed))).isEqualTo(stored(slices.get(0), false));

            String study = slices.get(0).getString(Tag.StudyInstanceUID, "");
            var metadata = replacing.index.studyMetadata(study).orElseThrow().byInstance();
            assertThat(metadata).hasSize(2);
            assertThat(metadata.get(slices.get(0).getString(Tag.SOPInstanceUID, ""))
                            .getString(Tag.SeriesDescription, ""))
                    .isEqualTo("changed");
            assertThat(count(replacing, "select count(*) from superseded_instance"))
                    .isEqualTo(1);
            assertThat(count(replacing, "select n_instances from study")).isEqualTo(2);
        }
    }

    @Test
    void anotherInstanceThanTheCommandNamesIsRefused() throws Exception {
        var result = archive.ingest.receive(cStore(slices.get(0), "1.2.3.4"));

        assertThat(refusal(result)).isEqualTo(Refusal.MISMATCH);
        assertThat(((Refused) result).sopInstance()).contains("1.2.3.4");
        assertNothingKept();
    }

    @Test
    void aFileCutOffAnywhereIsRefused() throws Exception {
        byte[] file = part10(slices.get(0));
        for (int length : new int[] {0, 1, 131, 140, 400, file.length / 2, file.length - 1}) {
            var result = archive.ingest.receive(stow(Arrays.copyOf(file, length)));
            assertThat(refusal(result)).as("cut to %d bytes", length).isEqualTo(Refusal.UNREADABLE);
        }
        assertNothingKept();
    }

    @Test
    void whatIsNotDicomIsRefused() throws Exception {
        byte[] noise = new byte[5000];
        new Random(3).nextBytes(noise);

        assertThat(refusal(archive.ingest.receive(stow(noise)))).isEqualTo(Refusal.UNREADABLE);
        assertThat(refusal(archive.ingest.receive(stow("<html>not found</html>".getBytes(StandardCharsets.US_ASCII)))))
                .isEqualTo(Refusal.UNREADABLE);
        assertNothingKept();
    }

    @Test
    void aBombOfNestedSequencesIsRefused() throws Exception {
        assertThat(refusal(archive.ingest.receive(stow(nestedSequences(4000))))).isEqualTo(Refusal.UNREADABLE);
        assertThat(archive.ingest.receive(cStore(slices.get(1)))).isInstanceOf(Stored.class);
    }

    /** A valid beginning, and then (0040,A730) in (0040,A730) ... of undefined length, 20 bytes a level. */
    private byte[] nestedSequences(int depth) throws Exception {
        var head = new Attributes(slices.get(0));
        head.remove(Tag.PixelData);
        var bytes = new ByteArrayOutputStream();
        bytes.write(part10(head));
        byte[] level = {
            0x40,
            0x00,
            0x30,
            (byte) 0xA7,
            'S',
            'Q',
            0,
            0,
            -1,
            -1,
            -1,
            -1, // sequence of undefined length
            (byte) 0xFE,
            (byte) 0xFF,
            0x00,
            (byte) 0xE0,
            -1,
            -1,
            -1,
            -1 // item of undefined length
        };
        for (int i = 0; i < depth; i++) {
            bytes.write(level);
        }
        return bytes.toByteArray();
    }

    @Test
    void anExecutableInThePreambleIsNotKept() throws Exception {
        byte[] file = part10(slices.get(0));
        file[0] = 'M';
        file[1] = 'Z';

        archive.ingest.receive(stow(file));

        assertThat(Arrays.copyOf(read(place(slices.get(0))), PREAMBLE)).containsOnly(0);
    }

    @Test
    void sixteenSendersOfTheSameInstanceLeaveOne() throws Exception {
        var threads = Executors.newFixedThreadPool(16);
        try {
            Callable<IngestResult> send = () -> archive.ingest.receive(cStore(slices.get(0)));
            List<Future<IngestResult>> results = threads.invokeAll(Collections.nCopies(16, send));
            long fresh = 0;
            for (var result : results) {
                assertThat(result.get()).isInstanceOf(Stored.class);
                fresh += ((Stored) result.get()).known() ? 0 : 1;
            }
            assertThat(fresh).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        assertThat(storedPlaces()).hasSize(1);
    }

    @Test
    void firstObjectsOfANewStudyFromManySendersMakeOneRowEach() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var sends = new ArrayList<Callable<IngestResult>>();
            for (Attributes slice : slices) {
                sends.add(() -> archive.ingest.receive(cStore(slice)));
                sends.add(() -> archive.ingest.receive(cStore(new Attributes(slice)
                        .setString(Tag.SOPInstanceUID, VR.UI, slice.getString(Tag.SOPInstanceUID, "") + ".1")
                        .setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3"))));
            }
            for (var result : threads.invokeAll(sends)) {
                assertThat(result.get()).isInstanceOf(Stored.class);
            }
        } finally {
            threads.shutdownNow();
        }
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        assertThat(count(archive, "select count(*) from patient")).isEqualTo(1);
        assertThat(count(archive, "select count(*) from study")).isEqualTo(1);
        assertThat(count(archive, "select count(*) from series")).isEqualTo(2);
        assertThat(count(archive, "select n_instances from study")).isEqualTo(8);
        assertThat(count(archive, "select n_series from study")).isEqualTo(2);
    }

    @Test
    void whatWasAcknowledgedBeforeACrashIsIndexedAfterIt() throws Exception {
        archive.close();
        var dying = archive.afterCrash();
        assertThat(dying.ingest.receive(cStore(slices.get(0)))).isInstanceOf(Stored.class);
        assertThat(dying.ingest.receive(cStore(slices.get(1)))).isInstanceOf(Stored.class);
        assertThat(count(dying, "select count(*) from instance")).isZero();

        var reborn = archive.afterCrash();
        reborn.indexer.start(Thread::new);
        assertThat(reborn.replay.run()).isEqualTo(2);

        reborn.indexer.awaitIndexed(Duration.ofSeconds(20));
        assertThat(count(reborn, "select count(*) from instance")).isEqualTo(2);
        assertThat(count(
                        reborn, "select count(*) from series where settle_at is not null and calling_aet = 'MODALITY'"))
                .isEqualTo(1);
        assertThat(reborn.replay.run()).isZero();
        assertThat(storedPlaces()).hasSize(2);
        reborn.close();
    }

    @Test
    void aCrashBetweenRowAndMoveLeavesOneFile() throws Exception {
        var large = large();
        archive.ingest.receive(cStore(large));
        archive.close();
        String place = place(large);
        Path stored = ownFiles().get(0);
        Files.move(stored, folder.resolve("incoming").resolve(stored.getFileName()));

        var reborn = archive.afterCrash();
        reborn.indexer.start(Thread::new);
        assertThat(reborn.replay.run()).isEqualTo(1);

        assertThat(ownFiles()).containsExactly(stored);
        assertThat(place(large)).isEqualTo(place);
        reborn.close();
    }

    @Test
    void anInstanceThatIsLongerThanTheLogTakesGetsItsOwnFile() throws Exception {
        byte[] file = part10(large());

        assertThat(archive.ingest.receive(stow(file))).isEqualTo(stored(large(), false));
        assertThat(archive.ingest.receive(cStore(large()))).isEqualTo(stored(large(), true));

        archive.close();
        assertThat(ownFiles()).hasSize(1);
        assertThat(ownFiles().get(0)).hasBinaryContent(file);
        assertThat(archive.files.open(place(large())).size()).isEqualTo(file.length);
    }

    /** More than an extent of the test's small segments. */
    private Attributes large() {
        byte[] pixels = new byte[3 << 20];
        new Random(5).nextBytes(pixels);
        return new Attributes(slices.get(0)).setBytes(Tag.PixelData, VR.OW, pixels);
    }

    private static Stored stored(Attributes image, boolean known) {
        return new Stored(
                new Uid(image.getString(Tag.SOPClassUID, "")),
                new Uid(image.getString(Tag.SOPInstanceUID, "")),
                new Uid(image.getString(Tag.StudyInstanceUID, "")),
                new Uid(image.getString(Tag.SeriesInstanceUID, "")),
                known);
    }

    private static Refusal refusal(IngestResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).why();
    }

    private void assertNothingKept() throws Exception {
        assertThat(storedPlaces()).isEmpty();
        try (var files = Files.list(folder.resolve("incoming"))) {
            assertThat(files).isEmpty();
        }
    }

    /** What lies in the log and in files, whether the index knows it or not. */
    private List<String> storedPlaces() throws Exception {
        var places = new ArrayList<String>();
        for (Path segment : SegmentLog.segments(folder.resolve("segments"))) {
            SegmentScanner.scan(segment)
                    .instances()
                    .forEach(record -> places.add(record.place().toString()));
        }
        ownFiles().forEach(file -> places.add(file.getFileName().toString()));
        return places;
    }

    private List<Path> ownFiles() throws Exception {
        try (var files = Files.walk(folder.resolve("store"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private String place(Attributes image) {
        return archive.index
                .find(image.getString(Tag.SOPInstanceUID, ""))
                .orElseThrow()
                .place();
    }

    private byte[] read(String place) throws Exception {
        try (var file = archive.files.open(place)) {
            return Channels.newInputStream(file).readAllBytes();
        }
    }

    private static long count(TestArchive archive, String sql) {
        return archive.database.read(c -> {
            try (var row = c.createStatement().executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}

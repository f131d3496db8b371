package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;

import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.archive.Changes.Change;
import org.voxrelay.archive.Trash.Restored;
import org.voxrelay.archive.Trash.Selection;
import org.voxrelay.archive.log.Origin;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.testing.MortalDisk;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

class TrashTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final String STUDY = CrashWork.image(0, 0).getString(Tag.StudyInstanceUID, "");
    private static final String SERIES = CrashWork.image(0, 0).getString(Tag.SeriesInstanceUID, "");
    private static final Selection ALL = new Selection(STUDY, Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private TestArchive archive;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder, CrashWork.SEGMENT_BYTES, TestDatabase.create(), MortalDisk.immortal());
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    private void restart() throws Exception {
        archive.close();
        archive = archive.afterCrash();
        archive.indexer.start(Thread::new);
        archive.replay.run();
    }

    private void store(Attributes... images) throws Exception {
        for (Attributes image : images) {
            assertThat(archive.ingest.receive(cStore(image))).isInstanceOf(Stored.class);
        }
        archive.indexer.awaitIndexed(WAIT);
    }

    private static Attributes image(int number) {
        return CrashWork.image(number, 0);
    }

    private static Attributes sr(int number) {
        return image(number).setString(Tag.Modality, VR.CS, "SR").setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.4");
    }

    private static Selection instance(int number) {
        return new Selection(STUDY, Optional.of(SERIES), Optional.of(CrashWork.uid(number)));
    }

    private Restored restore() throws Exception {
        return archive.restoration.restore(archive.trash.list(1, 0).get(0).pk()).orElseThrow();
    }

    private byte[] bytes(int number) throws Exception {
        String place = archive.index.find(CrashWork.uid(number)).orElseThrow().place();
        try (InputStream in = DataSetComparison.atDataSet(Channels.newInputStream(archive.files.open(place)))) {
            return in.readAllBytes();
        }
    }

    private static byte[] bare(Attributes image) throws Exception {
        return TestArchive.bytes(cStore(image)).readAllBytes();
    }

    private String text(String sql) {
        return archive.database.read(c -> {
            try (var row = c.createStatement().executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }

    @Test
    void aDeletedStudyIsNowhereAndComesBackAsItWas() throws Exception {
        store(image(0), image(6), sr(1));
        String before = text("select string_agg(instance.uid || place || size || crc, ',' order by uid) from instance");

        assertThat(archive.trash.delete(ALL)).isEqualTo(3);

        assertThat(archive.index.find(CrashWork.uid(0))).isEmpty();
        for (String table : List.of("instance", "series", "study", "patient", "series_meta", "study_modality")) {
            assertThat(text("select count(*) from " + table)).as(table).isEqualTo("0");
        }
        assertThat(archive.trash.delete(ALL)).isZero();
        assertThat(archive.trash.list(10, 0)).hasSize(1).first().satisfies(deletion -> {
            assertThat(deletion.study()).isEqualTo(STUDY);
            assertThat(deletion.series()).isEmpty();
            assertThat(deletion.instances()).isEqualTo(3);
            assertThat(deletion.purgeAt()).isAfter(deletion.deleted());
        });

        assertThat(restore()).isEqualTo(new Restored(3, List.of()));

        assertThat(archive.trash.list(10, 0)).isEmpty();
        assertThat(text("select string_agg(instance.uid || place || size || crc, ',' order by uid) from instance"))
                .isEqualTo(before);
        assertThat(text("select n_series || ' ' || n_instances || ' ' || array_to_string(modalities, ',') from study"))
                .isEqualTo("2 3 CT,SR");
        assertThat(archive.index.studyMetadata(STUDY).orElseThrow().byInstance())
                .containsOnlyKeys(CrashWork.uid(0), CrashWork.uid(6), CrashWork.uid(1));
        assertThat(bytes(6)).isEqualTo(bare(image(6)));
    }

    @Test
    void theFeedTellsThatSomethingWentAndCameBackButNotThatItWasPurged() throws Exception {
        store(image(0));
        archive.trash.delete(ALL);
        restore();
        archive.trash.delete(ALL);
        archive.trash.purge(archive.trash.list(1, 0).get(0).pk());
        assertThat(new Changes(archive.database).read(0, 10).changes())
                .extracting(Change::kind)
                .containsExactly(ChangeKind.STORED, ChangeKind.DELETED, ChangeKind.RESTORED, ChangeKind.DELETED);
    }

    @Test
    void countsAndModalitiesFitWhenASeriesOrAnInstanceGoes() throws Exception {
        store(image(0), image(1), sr(2), sr(3));

        assertThat(archive.trash.delete(instance(0))).isEqualTo(1);
        assertThat(text("select n_series || ' ' || n_instances || ' ' || array_to_string(modalities, ',') from study"))
                .isEqualTo("2 3 CT,SR");
        assertThat(archive.index.seriesMetadata(STUDY, SERIES).orElseThrow().byInstance())
                .containsOnlyKeys(CrashWork.uid(1));

        assertThat(archive.trash.delete(new Selection(STUDY, Optional.of("1.2.3.4"), Optional.empty())))
                .isEqualTo(2);
        assertThat(text("select n_series || ' ' || n_instances || ' ' || array_to_string(modalities, ',') from study"))
                .isEqualTo("1 1 CT");
        assertThat(text("select string_agg(modality, ',') from study_modality")).isEqualTo("CT");
        assertThat(archive.trash.delete(new Selection("1.2", Optional.of(SERIES), Optional.empty())))
                .as("a series of another study")
                .isZero();
    }

    @Test
    void whatIsInTheTrashCanBeStoredAgainAndThenStaysThere() throws Exception {
        store(image(0), image(1));
        archive.trash.delete(ALL);
        store(CrashWork.image(0, 1));
        assertThat(bytes(0)).isEqualTo(bare(CrashWork.image(0, 1)));

        assertThat(restore()).isEqualTo(new Restored(1, List.of(CrashWork.uid(0))));

        assertThat(bytes(0)).isEqualTo(bare(CrashWork.image(0, 1)));
        assertThat(bytes(1)).isEqualTo(bare(image(1)));
        assertThat(archive.trash.list(10, 0)).hasSize(1);
        archive.trash.delete(instance(0));
        long first = archive.trash.list(10, 0).get(1).pk();
        assertThat(archive.restoration.restore(first)).contains(new Restored(1, List.of()));
        assertThat(bytes(0)).isEqualTo(bare(image(0)));
    }

    @Test
    void whatAnInstanceHadReplacedGoesAndComesWithIt() throws Exception {
        store(image(0));
        store(CrashWork.image(0, 1));
        archive.trash.delete(ALL);
        assertThat(text("select count(*) from superseded_instance")).isEqualTo("0");
        assertThat(archive.trash.list(1, 0).get(0).instances()).isEqualTo(1);
        restore();
        assertThat(text("select count(*) from superseded_instance")).isEqualTo("1");
        assertThat(bytes(0)).isEqualTo(bare(CrashWork.image(0, 1)));
    }

    @Test
    void aStopNeitherLosesNorResurrectsWhatIsInTheTrash() throws Exception {
        store(image(0), image(6), image(1));
        archive.trash.delete(instance(0));
        archive.trash.delete(instance(6));

        restart();

        assertThat(archive.index.find(CrashWork.uid(0))).isEmpty();
        assertThat(archive.index.find(CrashWork.uid(6))).isEmpty();
        restore();
        archive.trash.purge(archive.trash.list(1, 0).get(0).pk());
        restart();
        assertThat(archive.index.find(CrashWork.uid(0))).isEmpty();
        assertThat(bytes(6)).isEqualTo(bare(image(6)));
        assertThat(bytes(1)).isEqualTo(bare(image(1)));
    }

    @Test
    void aCopyThatCompactionLeftWithoutItsRowIsNothing() throws Exception {
        store(image(0), image(6));
        byte[] small = part10(0);
        byte[] long6 = part10(6);
        archive.trash.delete(ALL);
        assertThat(copy(0, small)).contains("@");
        assertThat(copy(6, long6)).doesNotContain("@");

        restart();

        assertThat(archive.index.find(CrashWork.uid(0))).isEmpty();
        assertThat(archive.index.find(CrashWork.uid(6))).isEmpty();
        assertThat(folder.resolve("incoming")).isEmptyDirectory();
        assertThat(restore().instances()).isEqualTo(2);
        assertThat(bytes(6)).isEqualTo(bare(image(6)));
    }

    private byte[] part10(int number) throws Exception {
        String place = archive.index.find(CrashWork.uid(number)).orElseThrow().place();
        try (InputStream in = Channels.newInputStream(archive.files.open(place))) {
            return in.readAllBytes();
        }
    }

    /** As compaction writes it, which is killed before it says so to the database. */
    private String copy(int number, byte[] part10) throws Exception {
        int head = part10.length - bare(image(number)).length;
        try (Spool spool = archive.files.spoolCopy(new Origin(1, "MODALITY"))) {
            spool.write(part10, 0, head);
            spool.datasetBegins(head);
            spool.write(part10, head, part10.length - head);
            return archive.files.accept(spool, false).place();
        }
    }

    @Test
    void whatIsPurgedGivesTheDiskBackAndWhatIsInTheTrashIsMovedWithTheRest() throws Exception {
        for (int number = 0; number < 40; number++) {
            store(image(number));
        }
        for (int number = 0; number < 10; number++) {
            archive.trash.delete(instance(number));
        }
        assertThat(archive.compaction.run(0.1)).as("nothing is given up yet").isZero();
        for (var deletion : archive.trash.list(8, 0)) {
            archive.trash.purge(deletion.pk());
        }
        assertThat(archive.compaction.run(0.1)).isPositive();

        restore();
        assertThat(bytes(1)).isEqualTo(bare(image(1)));
        assertThat(archive.index.find(CrashWork.uid(6))).isEmpty();
    }

    @Test
    void theClockPurgesWhatWasKeptForItsTime() throws Exception {
        var brief = new Trash(archive.database, archive.files, archive.indexer, archive.deletion, Duration.ZERO);
        store(image(0), image(1));
        archive.trash.delete(instance(0));
        brief.delete(instance(1));

        try (var clock = new TrashClock(brief, archive.compaction, Duration.ofMillis(10))) {
            clock.start(Thread::new);
            for (int i = 0; i < 1000 && archive.trash.list(10, 0).size() > 1; i++) {
                Thread.sleep(20);
            }
        }

        assertThat(archive.trash.list(10, 0))
                .hasSize(1)
                .first()
                .satisfies(deletion -> assertThat(deletion.instance()).contains(CrashWork.uid(0)));
        assertThat(archive.restoration.restore(12345)).isEmpty();
        assertThat(archive.trash.purge(12345)).isFalse();
    }
}

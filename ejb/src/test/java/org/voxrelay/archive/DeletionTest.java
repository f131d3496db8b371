package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.testing.TestArchive.cStore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.archive.log.SegmentLog;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.testing.MortalDisk;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

class DeletionTest {
    @TempDir
    Path folder;

    private final MortalDisk disk = MortalDisk.immortal();
    private TestArchive archive;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder, CrashWork.SEGMENT_BYTES, TestDatabase.create(), disk);
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    @Test
    void anInstanceThatIsDeletedIsGoneAndTheOthersOfItsSeriesStay() throws Exception {
        store(0, 1, 2);

        assertThat(delete(1)).isEqualTo(1);

        assertThat(archive.index.find(CrashWork.uid(1))).isEmpty();
        assertThat(count("select n_instances from series")).isEqualTo(2);
        assertThat(count("select n_instances from study")).isEqualTo(2);
        String study = CrashWork.image(0, 0).getString(Tag.StudyInstanceUID, "");
        assertThat(archive.index.studyMetadata(study).orElseThrow().byInstance())
                .containsOnlyKeys(CrashWork.uid(0), CrashWork.uid(2));
    }

    @Test
    void withTheLastInstanceItsSeriesStudyAndPatientGoAndTheyCanComeAgain() throws Exception {
        store(0, 1);

        assertThat(delete(0, 1)).isEqualTo(2);

        for (String table : List.of("instance", "series", "study", "patient", "series_meta", "study_modality")) {
            assertThat(count("select count(*) from " + table)).as(table).isZero();
        }
        store(0);
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        assertThat(bytes(0)).isEqualTo(bare(0));
        assertThat(count("select n_instances from study")).isEqualTo(1);
    }

    @Test
    void anInstanceWithItsOwnFileIsDeletedToo() throws Exception {
        store(6);
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        assertThat(archive.index.find(CrashWork.uid(6)).orElseThrow().place()).doesNotContain("@");

        assertThat(delete(6)).isEqualTo(1);

        try (var files = Files.walk(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".dcm"));
        }
    }

    @Test
    void compactionGivesTheDiskBackAndKeepsEveryByteThatIsWanted() throws Exception {
        for (int number = 0; number < 40; number++) {
            store(number);
        }
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        List<Path> before = segments();
        delete(0, 1, 2, 3, 4, 5, 7, 8, 9, 10);

        assertThat(archive.compaction.run(0.3)).isPositive();

        assertThat(segments()).doesNotContain(before.get(0));
        for (int number = 11; number < 40; number++) {
            assertThat(bytes(number)).as("%d", number).isEqualTo(bare(number));
        }
        assertThat(archive.compaction.run(0.3)).isZero();
    }

    @Test
    void aSegmentThatTellsOfTheEndOfAnotherIsCompactedToo() throws Exception {
        for (int number = 0; number < 60; number += 20) {
            for (int each = number; each < number + 20; each++) {
                store(each);
            }
            archive.indexer.awaitIndexed(Duration.ofSeconds(20));
            delete(number, number + 1, number + 2);
            archive.compaction.run(0.01);
        }
        for (int round = 0; round < 3; round++) {
            archive.compaction.run(0);
        }

        assertThat(archive.compaction.run(0.01)).isZero();
        assertThat(bytes(3)).isEqualTo(bare(3));
        assertThat(bytes(59)).isEqualTo(bare(59));
    }

    @Test
    void whenASyncFailsTheInstanceIsNotAcknowledgedAndTheNextGoesToAnotherSegment() throws Exception {
        store(0);
        Path broken = archive.files.log().path(segmentOf(0));
        disk.failToSync(true);
        assertThatThrownBy(() -> archive.ingest.receive(cStore(CrashWork.image(1, 0))))
                .isInstanceOf(IOException.class);
        disk.failToSync(false);

        store(2);

        assertThat(segmentOf(2)).isNotEqualTo(segmentOf(0));
        assertThat(bytes(0)).isEqualTo(bare(0));
        assertThat(archive.index.find(CrashWork.uid(1))).isEmpty();
        assertThat(broken).exists();
    }

    private String segmentOf(int number) {
        String place = archive.index.find(CrashWork.uid(number)).orElseThrow().place();
        return place.substring(0, place.indexOf('@'));
    }

    private List<Path> segments() throws IOException {
        return SegmentLog.segments(folder.resolve("segments"));
    }

    private void store(int... numbers) throws Exception {
        for (int number : numbers) {
            assertThat(archive.ingest.receive(cStore(CrashWork.image(number, 0))))
                    .isInstanceOf(Stored.class);
        }
    }

    private int delete(Integer... numbers) throws Exception {
        return archive.deletion.delete(
                List.of(numbers).stream().map(CrashWork::uid).toList());
    }

    private byte[] bytes(int number) throws Exception {
        String place = archive.index.find(CrashWork.uid(number)).orElseThrow().place();
        try (InputStream in = DataSetComparison.atDataSet(Channels.newInputStream(archive.files.open(place)))) {
            return in.readAllBytes();
        }
    }

    private static byte[] bare(int number) throws IOException {
        Attributes image = CrashWork.image(number, 0);
        try (InputStream bytes = cStore(image).body().bytes()) {
            return bytes.readAllBytes();
        }
    }

    private long count(String sql) {
        return archive.database.read(c -> {
            try (var row = c.createStatement().executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}

package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.archive.Changes.Change;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.testing.MortalDisk;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

class ChangesTest {
    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestArchive start(String name, Database database) throws Exception {
        return TestArchive.start(folder.resolve(name), CrashWork.SEGMENT_BYTES, database, MortalDisk.immortal());
    }

    private static Attributes image(int series, int number) {
        return CrashWork.image(1, 0)
                .setString(
                        Tag.SeriesInstanceUID,
                        VR.UI,
                        Uid.named("changes " + series).value())
                .setString(
                        Tag.SOPInstanceUID,
                        VR.UI,
                        Uid.named("changes " + series + " " + number).value());
    }

    @Test
    void whatHappenedToInstancesIsToldInItsOrder() throws Exception {
        Database database = TestDatabase.create();
        try (var archive = start("a", database)) {
            archive.ingest.receive(cStore(CrashWork.image(1, 0)));
            archive.indexer.awaitIndexed(WAIT);
            archive.ingest.receive(cStore(CrashWork.image(1, 0)));
            archive.ingest.receive(cStore(CrashWork.image(1, 1)));
            archive.indexer.awaitIndexed(WAIT);
            archive.deletion.delete(List.of(CrashWork.uid(1)));
            archive.ingest.receive(cStore(CrashWork.image(1, 0)));
            archive.indexer.awaitIndexed(WAIT);
        }
        var page = new Changes(database).read(0, 100);
        assertThat(page.last()).isEqualTo(4);
        assertThat(page.changes())
                .extracting(Change::kind)
                .containsExactly(ChangeKind.STORED, ChangeKind.REPLACED, ChangeKind.DELETED, ChangeKind.STORED);
        assertThat(page.changes()).extracting(Change::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(page.changes()).extracting(Change::sopInstanceUid).containsOnly(CrashWork.uid(1));
        String study = CrashWork.image(1, 0).getString(Tag.StudyInstanceUID, "");
        assertThat(page.changes()).extracting(Change::studyInstanceUid).containsOnly(study);
    }

    @Test
    void aPageBeginsAndEndsWithinWhatOneTransactionDid() throws Exception {
        Database database = TestDatabase.create();
        try (var archive = start("a", database)) {
            var all = new ArrayList<String>();
            for (int number = 0; number < 30; number++) {
                archive.ingest.receive(cStore(image(number % 2, number)));
            }
            archive.indexer.awaitIndexed(WAIT);
            var changes = new Changes(database);
            for (long since = 0; since < 30; since += 7) {
                var page = changes.read(since, 7);
                assertThat(page.last()).isEqualTo(30);
                assertThat(page.changes())
                        .extracting(Change::seq)
                        .containsExactlyElementsOf(LongStream.rangeClosed(since + 1, Math.min(30, since + 7))
                                .boxed()
                                .toList());
                page.changes().forEach(change -> all.add(change.sopInstanceUid()));
            }
            assertThat(new HashSet<>(all)).hasSize(30);
            assertThat(changes.read(30, 7).changes()).isEmpty();
        }
    }

    @Test
    void whoPollsWhileTwoNodesStoreSeesEveryChangeOnceAndInOrderAlsoAfterARestart() throws Exception {
        Database database = TestDatabase.create();
        var seen = new ArrayList<Change>();
        var pool = Executors.newCachedThreadPool();
        for (int round = 0; round < 2; round++) {
            try (var one = start("one", database);
                    var two = start("two", database)) {
                var senders = new ArrayList<Future<?>>();
                for (int sender = 0; sender < 4; sender++) {
                    TestArchive archive = sender % 2 == 0 ? one : two;
                    int series = 4 * round + sender;
                    senders.add(pool.submit(() -> {
                        for (int number = 0; number < 50; number++) {
                            archive.ingest.receive(cStore(image(series, number)));
                        }
                        return null;
                    }));
                }
                while (!senders.stream().allMatch(Future::isDone)) {
                    poll(database, seen);
                }
                for (Future<?> sender : senders) {
                    sender.get();
                }
                one.indexer.awaitIndexed(WAIT);
                two.indexer.awaitIndexed(WAIT);
            }
            poll(database, seen);
            assertThat(seen).hasSize(200 * (round + 1));
        }
        pool.shutdown();
        assertThat(seen)
                .extracting(Change::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
        assertThat(seen).extracting(Change::sopInstanceUid).doesNotHaveDuplicates();
        assertThat(seen).extracting(Change::at).isSorted();
    }

    private static void poll(Database database, List<Change> seen) {
        var changes = new Changes(database);
        while (true) {
            var page =
                    changes.read(seen.isEmpty() ? 0 : seen.get(seen.size() - 1).seq(), 33);
            seen.addAll(page.changes());
            if (page.changes().isEmpty()) {
                return;
            }
        }
    }
}

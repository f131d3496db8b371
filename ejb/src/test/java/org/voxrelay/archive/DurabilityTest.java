package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.config.Settings.Durability;
import org.voxrelay.db.Database;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.ingest.Refusal;
import org.voxrelay.testing.PowerCutDisk;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

/** What has happened to an instance when its sender gets the answer, and what the end of the machine leaves of it. */
class DurabilityTest {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int IN_THE_LOG = 1;
    /** See {@link CrashWork#image}. */
    private static final int IN_A_FILE_OF_ITS_OWN = 6;

    @TempDir
    Path folder;

    private final Database database = TestDatabase.create();
    private final PowerCutDisk disk = new PowerCutDisk();
    private final CrashLog log = new CrashLog();
    private TestArchive archive;

    /** With a segment that is ready. */
    private void start(Durability durability) throws Exception {
        archive = TestArchive.start(folder, durability, CrashWork.SEGMENT_BYTES, database, disk);
        store(0);
        archive.indexer.awaitIndexed(WAIT);
    }

    @AfterEach
    void stop() throws Exception {
        disk.releaseSyncs();
        archive.indexer.close();
        if (disk.hasPower()) {
            archive.close();
        }
    }

    private void store(int... numbers) throws Exception {
        for (int number : numbers) {
            log.storing(number, 0);
            assertThat(archive.ingest.receive(TestArchive.cStore(CrashWork.image(number, 0))))
                    .isInstanceOf(Stored.class);
            log.stored(number, 0);
        }
    }

    private long rows(int number) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("select count(*) from instance where uid = ?")) {
                select.setString(1, CrashWork.uid(number));
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    private List<Path> ownFiles() throws IOException {
        try (Stream<Path> incoming = Files.list(folder.resolve("incoming"));
                Stream<Path> store = Files.walk(folder.resolve("store"))) {
            return Stream.concat(incoming, store).filter(Files::isRegularFile).toList();
        }
    }

    private void assertAllIsSynced() throws IOException {
        assertThat(disk.unsyncedWrites()).isZero();
        for (Path file : ownFiles()) {
            assertThat(disk.isForced(file)).as(file.toString()).isTrue();
        }
    }

    @Test
    void strictIndexAnswersWhenTheBytesAreSyncedAndTheRowIsCommitted() throws Exception {
        start(Durability.STRICT_INDEX);
        for (int number : new int[] {IN_THE_LOG, IN_A_FILE_OF_ITS_OWN}) {
            store(number);
            assertThat(rows(number)).isEqualTo(1);
            assertAllIsSynced();
        }
        assertThat(ownFiles()).hasSize(1);
    }

    @Test
    void strictIndexDoesNotSayStoredWhenTheDatabaseRefusesTheRow() throws Exception {
        start(Durability.STRICT_INDEX);
        database.write(connection -> connection
                .createStatement()
                .execute("alter table instance add check (uid <> '" + CrashWork.uid(IN_THE_LOG) + "')"));

        var result = archive.ingest.receive(TestArchive.cStore(CrashWork.image(IN_THE_LOG, 0)));

        assertThat(result).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.why()).isEqualTo(Refusal.OUT_OF_RESOURCES);
            assertThat(refused.detail()).contains("did not take its row");
        });
        store(2);
        assertThat(rows(2)).isEqualTo(1);
    }

    @Test
    void durableAnswersWhenTheBytesAreSyncedAndTheRowFollows() throws Exception {
        start(Durability.DURABLE);
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var holder = new Thread(() -> archive.indexer.exclusively(() -> {
            held.countDown();
            return await(release);
        }));
        holder.start();
        await(held);
        try {
            for (int number : new int[] {IN_THE_LOG, IN_A_FILE_OF_ITS_OWN}) {
                store(number);
                assertAllIsSynced();
                assertThat(rows(number)).isZero();
            }
        } finally {
            release.countDown();
        }
        archive.indexer.awaitIndexed(WAIT);
        assertThat(rows(IN_THE_LOG) + rows(IN_A_FILE_OF_ITS_OWN)).isEqualTo(2);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void relaxedAnswersBeforeAnySyncAndTheRowFollowsTheSync() throws Exception {
        start(Durability.RELAXED);
        disk.holdSyncs();
        for (int number : new int[] {IN_THE_LOG, IN_A_FILE_OF_ITS_OWN}) {
            store(number); // it would not come back if it waited for a sync
            assertThat(rows(number)).isZero();
        }
        assertThat(disk.unsyncedWrites()).isPositive();
        assertThat(ownFiles()).hasSize(1);
        assertThat(disk.isForced(ownFiles().get(0))).isFalse();

        disk.releaseSyncs();
        archive.indexer.awaitIndexed(WAIT);
        assertThat(rows(IN_THE_LOG) + rows(IN_A_FILE_OF_ITS_OWN)).isEqualTo(2);
        assertAllIsSynced();
    }

    private TestArchive afterPowerCut(int seed) throws Exception {
        disk.cut(folder, seed);
        var reborn = archive.afterCrash();
        reborn.indexer.start(Thread::new);
        reborn.replay.run();
        return reborn;
    }

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"STRICT_INDEX", "DURABLE"})
    void whatWasAnsweredSurvivesTheMachine(Durability durability) throws Exception {
        start(durability);
        store(1, 2, 3, 4, 5, 6, 7);
        var reborn = afterPowerCut(0);
        log.check(reborn, folder.resolve("export"));
        reborn.close();
    }

    /** Each is there as a whole or not at all, and its sender can bring it again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void relaxedMayLoseTheNewestButNoRowLacksItsBytes(int seed) throws Exception {
        start(Durability.RELAXED);
        disk.holdSyncs();
        for (int number = 1; number < 8; number++) {
            assertThat(archive.ingest.receive(TestArchive.cStore(CrashWork.image(number, 0))))
                    .isInstanceOf(Stored.class);
            log.storing(number, 0);
        }
        var reborn = afterPowerCut(seed);
        log.check(reborn, folder.resolve("export"));
        if (seed == 0) {
            assertThat(reborn.index.find(CrashWork.uid(IN_THE_LOG))).isEmpty();
        }
        for (int number = 1; number < 8; number++) {
            assertThat(reborn.ingest.receive(TestArchive.cStore(CrashWork.image(number, 0))))
                    .isInstanceOf(Stored.class);
            log.stored(number, 0);
        }
        reborn.indexer.awaitIndexed(WAIT);
        log.check(reborn, folder.resolve("export again"));
        reborn.close();
    }

    @Test
    void relaxedKeepsWhatHasItsRow() throws Exception {
        start(Durability.RELAXED);
        store(1, 2, 3, 4, 5, 6, 7);
        archive.indexer.awaitIndexed(WAIT);
        var reborn = afterPowerCut(0);
        log.check(reborn, folder.resolve("export"));
        reborn.close();
    }

    /** Nobody would send again what has been here for long. */
    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatCompactionMovedAndWhatWasDeletedSurviveTheMachineInEveryMode(Durability durability) throws Exception {
        start(durability);
        new CrashWork(archive, log).run(20);
        archive.indexer.awaitIndexed(WAIT);
        var reborn = afterPowerCut(0);
        log.check(reborn, folder.resolve("export"));
        reborn.close();
    }

    /** A process was killed before anybody synced its last records; the machine stops after they have got their rows. */
    @Test
    void whatAStartFindsIsSyncedBeforeItGetsItsRow() throws Exception {
        start(Durability.RELAXED);
        disk.holdSyncs();
        store(IN_THE_LOG, IN_A_FILE_OF_ITS_OWN);
        assertThat(disk.isForced(ownFiles().get(0))).isFalse();

        var second = new PowerCutDisk();
        var reborn = archive.afterCrash(second);
        reborn.indexer.start(Thread::new);
        reborn.replay.run();
        assertThat(second.isForced(ownFiles().get(0))).isTrue();
        assertThat(second.isForced(reborn.files.log().path(segmentOf(reborn, IN_THE_LOG))))
                .isTrue();
        reborn.close();
    }

    private static String segmentOf(TestArchive archive, int number) {
        return archive.index.find(CrashWork.uid(number)).orElseThrow().place().split("@")[0];
    }
}

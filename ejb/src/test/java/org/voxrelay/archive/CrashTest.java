package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.config.Settings.Durability;
import org.voxrelay.db.Database;
import org.voxrelay.testing.MortalDisk;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

/** Whatever the moment of death: what was acknowledged is there, nothing is doubled, and no row lacks its bytes. */
class CrashTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"DURABLE", "RELAXED"})
    void deathAtEveryStepOfTheDisk(Durability durability) throws Exception {
        Database database = TestDatabase.create();
        int steps = 0;
        for (boolean dead = true; dead; ) {
            // Bytes are written in the same order in both modes: some of the moments show what is special of the other.
            steps += durability == Durability.DURABLE ? 1 : 7;
            empty(database);
            dead = liveAndDie(durability, database, steps);
        }
        assertThat(steps).isGreaterThan(50);
        try (var segments = Files.list(folder.resolve("steps" + steps).resolve("segments"))) {
            assertThat(segments.map(Path::toString).filter(path -> path.endsWith(".seg")))
                    .as("the last life reached the end of a compaction")
                    .hasSizeLessThan(3);
        }
    }

    /** @return whether it died; otherwise all was done */
    private boolean liveAndDie(Durability durability, Database database, int steps) throws Exception {
        Path data = folder.resolve("steps" + steps);
        var log = new CrashLog();
        var disk = new MortalDisk(steps);
        var archive = TestArchive.start(data, durability, CrashWork.SEGMENT_BYTES, database, disk);
        boolean ended = false;
        try {
            new CrashWork(archive, log).run(0);
            ended = true;
        } catch (IOException e) {
            assertThat(disk.isDead()).as("%d steps: %s", steps, e).isTrue();
        }
        disk.die();
        archive.indexer.close();

        var reborn = archive.afterCrash();
        reborn.indexer.start(Thread::new);
        reborn.replay.run();
        log.check(reborn, folder.resolve("export" + steps));
        reborn.close();
        var again = archive.afterCrash();
        again.indexer.start(Thread::new);
        assertThat(again.replay.run())
                .as("a clean stop leaves nothing to replay")
                .isZero();
        again.close();
        return !ended;
    }

    private static void empty(Database database) {
        database.write(c -> {
            c.createStatement()
                    .execute(
                            "truncate patient, study, series, instance, superseded_instance, segment_waste, change, deletion cascade");
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aProcessThatIsKilledAtRandom(Durability durability) throws Exception {
        var address = TestDatabase.createAddress();
        var random = new Random();
        var log = new CrashLog();
        for (int round = 0; round < 4; round++) {
            Path complaints = folder.resolve("complaints" + round);
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            CrashChild.class.getName(),
                            folder.toString(),
                            address.url(),
                            address.user(),
                            address.password(),
                            Integer.toString(1000 * round),
                            durability.name())
                    .redirectError(complaints.toFile())
                    .start();
            long lines = 2 + random.nextInt(60);
            try (var out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    tell(line, log);
                    if (--lines == 0) {
                        child.toHandle().destroyForcibly(); // SIGKILL; what it said until then is still read
                    }
                }
            }
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lines)
                    .as("the child ended by itself: %s", Files.readString(complaints))
                    .isLessThanOrEqualTo(0);
            var reborn = TestArchive.start(
                    folder, durability, CrashWork.SEGMENT_BYTES, address.open(), MortalDisk.immortal());
            reborn.replay.run();
            log.check(reborn, folder.resolve("export").resolve("round" + round));
            reborn.close();
        }
    }

    private static void tell(String line, CrashLog log) {
        String[] words = line.split(" ");
        int number = Integer.parseInt(words[1]);
        switch (words[0]) {
            case "storing" -> log.storing(number, Integer.parseInt(words[2]));
            case "stored" -> log.stored(number, Integer.parseInt(words[2]));
            case "deleting" -> log.deleting(number);
            case "deleted" -> log.deleted(number);
            case "trashing" -> log.trashing(number);
            case "trashed" -> log.trashed(number);
            case "restoring" -> log.restoring(number);
            case "restored" -> log.restored(number);
            case "purging" -> log.purging(number);
            case "purged" -> log.purged(number);
            default -> throw new IllegalArgumentException(line);
        }
    }
}

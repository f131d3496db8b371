package org.voxrelay.archive;

import java.nio.file.Path;
import org.voxrelay.config.Settings.Durability;
import org.voxrelay.testing.MortalDisk;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

/** The archive in a process of its own, for {@link CrashTest} to kill: works on and on, saying what it does. */
final class CrashChild {
    private CrashChild() {}

    public static void main(String... args) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            fault.printStackTrace();
            Runtime.getRuntime().halt(1); // the archive's threads would keep this process, and who waits for it, alive
        });
        var database = new TestDatabase.Address(args[1], args[2], args[3]).open();
        var archive = TestArchive.start(
                Path.of(args[0]),
                Durability.valueOf(args[5]),
                CrashWork.SEGMENT_BYTES,
                database,
                MortalDisk.immortal());
        archive.replay.run();
        var work = new CrashWork(archive, new Told());
        for (int from = Integer.parseInt(args[4]); ; from += 20) {
            work.run(from);
        }
    }

    /** Lines on the standard output; each is there before the work goes on. */
    private static final class Told implements CrashWork.Log {
        @Override
        public void storing(int number, int version) {
            say("storing " + number + " " + version);
        }

        @Override
        public void stored(int number, int version) {
            say("stored " + number + " " + version);
        }

        @Override
        public void deleting(int number) {
            say("deleting " + number);
        }

        @Override
        public void deleted(int number) {
            say("deleted " + number);
        }

        @Override
        public void trashing(int number) {
            say("trashing " + number);
        }

        @Override
        public void trashed(int number) {
            say("trashed " + number);
        }

        @Override
        public void restoring(int number) {
            say("restoring " + number);
        }

        @Override
        public void restored(int number) {
            say("restored " + number);
        }

        @Override
        public void purging(int number) {
            say("purging " + number);
        }

        @Override
        public void purged(int number) {
            say("purged " + number);
        }

        private static void say(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }
}

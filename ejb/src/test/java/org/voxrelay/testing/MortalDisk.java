package org.voxrelay.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.voxrelay.archive.log.Disk;

/** The real disk until its last step; from then on nothing reaches it, as when the process was killed there. */
public final class MortalDisk implements Disk {
    private final AtomicInteger stepsLeft;
    private volatile boolean failsToSync;

    /** @param steps writes, syncs, renames and deletions that are done */
    public MortalDisk(int steps) {
        stepsLeft = new AtomicInteger(steps);
    }

    /** One that lives. */
    public static MortalDisk immortal() {
        return new MortalDisk(Integer.MAX_VALUE);
    }

    /** From now on a sync says that it failed. */
    public void failToSync(boolean fails) {
        failsToSync = fails;
    }

    /** Ends it now. */
    public void die() {
        stepsLeft.set(0);
    }

    public boolean isDead() {
        return stepsLeft.get() <= 0;
    }

    public int stepsLeft() {
        return stepsLeft.get();
    }

    private void step() throws IOException {
        if (stepsLeft.getAndUpdate(left -> Math.max(0, left - 1)) <= 0) {
            throw new IOException("killed");
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        step();
        Output real = Disk.REAL.create(file);
        return new Output() {
            @Override
            public void write(ByteBuffer from, long position) throws IOException {
                step();
                real.write(from, position);
            }

            @Override
            public void force() throws IOException {
                step();
                if (failsToSync) {
                    throw new IOException("Input/output error");
                }
                real.force();
            }

            @Override
            public void truncate(long length) throws IOException {
                step();
                real.truncate(length);
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void force(Path file) throws IOException {
        step();
        if (failsToSync) {
            throw new IOException("Input/output error");
        }
        Disk.REAL.force(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        Disk.REAL.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        Disk.REAL.delete(file);
    }
}

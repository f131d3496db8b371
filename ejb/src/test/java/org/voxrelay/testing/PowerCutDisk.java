package org.voxrelay.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.voxrelay.archive.log.Disk;

/**
 * The real disk of a machine whose power can be cut: of what was written since the last sync of its file nothing is left then, or
 * some. What a real disk makes of a cut is not known better than that.
 */
public final class PowerCutDisk implements Disk {
    private final List<Tracked> files = new CopyOnWriteArrayList<>();
    private final Set<Object> forced = ConcurrentHashMap.newKeySet();
    private boolean held;
    private boolean dead;

    /** What a place held before it was written. */
    private record Undo(long position, byte[] before) {}

    /** From now on syncs do not end. */
    public synchronized void holdSyncs() {
        held = true;
    }

    /** They end, or fail if there is no power. */
    public synchronized void releaseSyncs() {
        held = false;
        notifyAll();
    }

    /** How many writes to the log are not synced. */
    public int unsyncedWrites() {
        return files.stream().mapToInt(Tracked::unsyncedWrites).sum();
    }

    /** Whether the content of this file was synced, for one that is not of the log. */
    public boolean isForced(Path file) throws IOException {
        return forced.contains(key(file));
    }

    /**
     * Cuts the power: whoever uses this object gets nothing done any more.
     *
     * @param seed which writes are lost; 0: all that were not synced
     */
    public void cut(Path dataDir, int seed) throws IOException {
        synchronized (this) {
            dead = true;
        }
        var random = new Random(seed);
        for (Tracked file : files) {
            file.undo(random, seed == 0);
        }
        for (String folder : new String[] {"incoming", "store"}) {
            try (Stream<Path> own = Files.walk(dataDir.resolve(folder))) {
                for (Path file : own.filter(Files::isRegularFile).toList()) {
                    if (!isForced(file)) {
                        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                            channel.truncate(seed == 0 ? 0 : random.nextLong(Files.size(file)));
                        }
                    }
                }
            }
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    public synchronized boolean hasPower() {
        return !dead;
    }

    private synchronized void requirePower() throws IOException {
        if (dead) {
            throw new IOException("no power");
        }
    }

    private synchronized void awaitSync() throws IOException {
        try {
            while (held) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requirePower();
    }

    @Override
    public Output create(Path file) throws IOException {
        requirePower();
        Output real = Disk.REAL.create(file);
        var tracked = new Tracked(real, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        files.add(tracked);
        return tracked;
    }

    @Override
    public void force(Path file) throws IOException {
        awaitSync();
        Disk.REAL.force(file);
        forced.add(key(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        requirePower();
        Disk.REAL.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        requirePower();
        Disk.REAL.delete(file);
    }

    /** A file of the log. Its zeros, before the first sync, are of no interest. */
    private final class Tracked implements Output {
        private final Output real;
        private final FileChannel behind;
        private final List<Undo> unsynced = new ArrayList<>();
        private boolean prepared;

        Tracked(Output real, FileChannel behind) {
            this.real = real;
            this.behind = behind;
        }

        synchronized int unsyncedWrites() {
            return unsynced.size();
        }

        synchronized void undo(Random random, boolean all) throws IOException {
            for (int i = unsynced.size() - 1; i >= 0; i--) {
                if (all || random.nextBoolean()) {
                    behind.write(
                            ByteBuffer.wrap(unsynced.get(i).before()),
                            unsynced.get(i).position());
                }
            }
            behind.close();
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (this) {
                requirePower();
                if (prepared) {
                    byte[] before = new byte[from.remaining()];
                    behind.read(ByteBuffer.wrap(before), position);
                    unsynced.add(new Undo(position, before));
                }
            }
            real.write(from, position);
        }

        @Override
        public void force() throws IOException {
            List<Undo> written;
            synchronized (this) {
                written = List.copyOf(unsynced);
            }
            if (prepared) {
                awaitSync();
            }
            real.force();
            synchronized (this) {
                unsynced.removeAll(written);
                prepared = true;
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            requirePower();
            real.truncate(length);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}

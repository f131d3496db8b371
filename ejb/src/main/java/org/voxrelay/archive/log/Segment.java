package org.voxrelay.archive.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * One file of the log while it is written: its blocks were zeroed before, so a sync changes nothing but their content. It is
 * cut into extents; each belongs to one writer at a time. The first block says what the file is: magic "VRSG", version (4),
 * salt (8), name (26), and at 60 the CRC-32C of all that.
 */
final class Segment {
    static final String NAME = "\\d{17}-[0-9a-f]{8}";
    static final String SUFFIX = ".seg";
    static final int BLOCK = 4096;
    private static final int MAGIC = 0x56525347;
    private static final int VERSION = 1;
    private static final int NAME_LENGTH = 26;
    private static final int CHECKED = 60;
    private static final long LARGEST_EXTENT = 16L << 20;

    private final Path path;
    private final long salt;
    private final long size;
    private final Disk.Output output;
    private final Settlement settlement;
    private final AtomicLong numbers = new AtomicLong();
    private final Object leader = new Object();
    private long allotted;
    private long used = BLOCK;
    private int extents;
    private boolean retired;
    private long written;
    private volatile long synced;

    Segment(Path path, long salt, long size, Disk.Output output, Settlement settlement) {
        this.path = path;
        this.salt = salt;
        this.size = size;
        this.output = output;
        this.settlement = settlement;
    }

    static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** Bytes that a record with content of this length takes. */
    static long recordBytes(long length) {
        return (RecordHeader.BYTES + length + RecordTrailer.BYTES + BLOCK - 1) / BLOCK * BLOCK;
    }

    static void putFirstBlock(ByteBuffer block, String name, long salt) {
        block.putInt(0, MAGIC).putInt(4, VERSION).putLong(8, salt);
        block.put(16, name.getBytes(StandardCharsets.US_ASCII));
        block.putInt(CHECKED, crc(block));
    }

    static Optional<Long> saltOf(ByteBuffer block, String name) {
        byte[] found = new byte[NAME_LENGTH];
        if (block.limit() < BLOCK
                || block.getInt(0) != MAGIC
                || block.getInt(4) != VERSION
                || block.getInt(CHECKED) != crc(block)) {
            return Optional.empty();
        }
        block.get(16, found);
        boolean same = new String(found, StandardCharsets.US_ASCII).equals(name);
        return same ? Optional.of(block.getLong(8)) : Optional.empty();
    }

    private static int crc(ByteBuffer block) {
        var crc = new CRC32C();
        crc.update(block.slice(0, CHECKED));
        return (int) crc.getValue();
    }

    String name() {
        return nameOf(path);
    }

    Path path() {
        return path;
    }

    Settlement settlement() {
        return settlement;
    }

    /** The next extent that nobody had; empty when there is none left. */
    synchronized Optional<Extent> nextExtent() {
        long length = Math.min(LARGEST_EXTENT, size / 4 / BLOCK * BLOCK);
        if (retired || allotted + length > size) {
            return Optional.empty();
        }
        long start = allotted;
        allotted += length;
        extents++;
        return Optional.of(new Extent(this, Math.max(BLOCK, start), start + length));
    }

    /** An extent is written no more. */
    synchronized void giveUp(Extent extent) {
        used = Math.max(used, extent.position());
        extents--;
        finishIfDone();
    }

    /** No more extents are taken from it. */
    synchronized void retire() {
        retired = true;
        finishIfDone();
    }

    synchronized boolean isRetired() {
        return retired;
    }

    private void finishIfDone() {
        if (retired && extents == 0) {
            settlement.finish(used, output);
        }
    }

    RecordHeader newHeader(RecordHeader.Kind kind, Origin origin) {
        return new RecordHeader(kind, origin, salt, numbers.incrementAndGet(), System.currentTimeMillis());
    }

    void write(ByteBuffer from, long position) throws IOException {
        try {
            output.write(from, position);
        } catch (IOException e) {
            settlement.breakOff();
            retire();
            throw e;
        }
    }

    /**
     * Returns when all that this caller wrote is safe. The first comer syncs for all who wrote before it. After an error the
     * state of the blocks is unknown, so nobody asks this file again.
     */
    void sync() throws IOException {
        long mine;
        synchronized (this) {
            mine = ++written;
        }
        if (synced >= mine) {
            return;
        }
        synchronized (leader) {
            if (synced >= mine) {
                return;
            }
            long all;
            synchronized (this) {
                if (settlement.isUnsafe()) {
                    throw new IOException("the log's segment " + name() + " could not be synced before");
                }
                all = written;
            }
            try {
                output.force();
            } catch (IOException e) {
                settlement.breakOffUnsafe();
                retire();
                throw e;
            }
            synced = all;
        }
    }

    /** As {@link #sync}, for records whose writers have gone on. */
    void syncLater() throws IOException {
        synchronized (this) {
            if (settlement.isFinished() && !settlement.isUnsafe()) {
                return; // its end has synced it
            }
            extents++; // it is not closed before we have ended
        }
        try {
            sync();
        } finally {
            synchronized (this) {
                extents--;
                finishIfDone();
            }
        }
    }
}

package org.voxrelay.archive.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** A real file that takes some writes and then behaves as file systems do that half know O_DIRECT. */
final class StubbornChannel extends FileChannel {
    /** What it does from its last good write on. */
    enum Manner {
        /** EINVAL, as where a block of the device is larger than ours. */
        REFUSES,
        /** Takes a part of a block, and after that nothing that is not whole. */
        STOPS_WITHIN_A_BLOCK,
        /** Takes nothing and says so. */
        TAKES_NOTHING,
        /** Takes all, as the page cache does for a disk that is dead, and cannot sync it. */
        CANNOT_SYNC
    }

    private static final int PART = 1000;

    private final FileChannel file;
    private final Manner manner;
    private final AtomicInteger goodWrites;

    /** @param goodWrites that it does before */
    StubbornChannel(FileChannel file, Manner manner, AtomicInteger goodWrites) {
        this.file = file;
        this.manner = manner;
        this.goodWrites = goodWrites;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        if (from.remaining() % Segment.BLOCK != 0 || position % Segment.BLOCK != 0) {
            throw new IOException("not on a block's border");
        }
        if (goodWrites.getAndDecrement() > 0) {
            return file.write(from, position);
        }
        return switch (manner) {
            case REFUSES -> throw new IOException("Invalid argument");
            case TAKES_NOTHING -> 0;
            case CANNOT_SYNC -> file.write(from, position);
            case STOPS_WITHIN_A_BLOCK -> {
                int limit = from.limit();
                from.limit(from.position() + PART);
                int count = file.write(from, position);
                from.limit(limit);
                yield count;
            }
        };
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (manner == Manner.CANNOT_SYNC) {
            throw new IOException("Input/output error");
        }
        file.force(metaData);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer into) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer into, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}

package org.voxrelay.archive.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Some bytes of a file as if they were a file of their own, for reading: whoever reads a stored instance need not know that
 * others lie before and behind it. Closing it closes the file.
 */
public final class FileWindow extends FileChannel {
    private final FileChannel file;
    private final long offset;
    private final long length;
    private long position;

    private FileWindow(FileChannel file, long offset, long length) {
        this.file = file;
        this.offset = offset;
        this.length = length;
    }

    /** @throws IOException if there is no such file, or it ends before the window does */
    public static FileWindow open(Path path, long offset, long length) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        if (file.size() < offset + length) {
            file.close();
            throw new IOException("the file is shorter than the index says: " + path.getFileName());
        }
        return new FileWindow(file, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long from) throws IOException {
        if (from >= length) {
            return into.hasRemaining() ? -1 : 0;
        }
        int limit = into.limit();
        into.limit(into.position() + (int) Math.min(into.remaining(), length - from));
        try {
            return file.read(into, offset + from);
        } finally {
            into.limit(limit);
        }
    }

    @Override
    public synchronized int read(ByteBuffer into) throws IOException {
        int count = read(into, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public long read(ByteBuffer[] into, int first, int count) throws IOException {
        long done = 0;
        for (int i = first; i < first + count; i++) {
            int got = read(into[i]);
            if (got < 0) {
                return done == 0 ? -1 : done;
            }
            done += got;
            if (into[i].hasRemaining()) {
                break;
            }
        }
        return done;
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
        return from >= length ? 0 : file.transferTo(offset + from, Math.min(count, length - from), target);
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized FileChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long count) throws IOException {
        if (mode != MapMode.READ_ONLY) {
            throw new NonWritableChannelException();
        }
        if (from + count > length) {
            throw new IOException("a map beyond the end of what is readable");
        }
        return file.map(mode, offset + from, count);
    }

    @Override
    public FileChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public void force(boolean metaData) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long write(ByteBuffer[] from, int first, int count) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer from, long to) {
        throw new NonWritableChannelException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long to, long count) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileLock lock(long from, long count, boolean shared) {
        throw new NonReadableChannelException();
    }

    @Override
    public FileLock tryLock(long from, long count, boolean shared) {
        throw new NonReadableChannelException();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}

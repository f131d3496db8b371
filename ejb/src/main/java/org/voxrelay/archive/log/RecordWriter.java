package org.voxrelay.archive.log;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.voxrelay.archive.log.RecordHeader.Kind;

/**
 * One record on its way into the log. Its content is put into {@link #buffer()}; full buffers go to the disk while the next is
 * filled. Closing it without {@link #commit} leaves nothing: the next record is written over it. For one thread.
 */
public final class RecordWriter implements Closeable {
    private final SegmentLog log;
    private final WriteBuffers buffers;
    private final Extent extent;
    private final RecordHeader header;
    private long flushed;
    private boolean inLog = true;

    RecordWriter(SegmentLog log, WriteBuffers buffers, Extent extent, Kind kind, Origin origin) {
        this.log = log;
        this.buffers = buffers;
        this.extent = extent;
        header = extent.segment().newHeader(kind, origin);
        header.put(buffers.current());
    }

    /** Where content is put; in the first one it begins at {@link #firstByte()}. */
    public ByteBuffer buffer() {
        return buffers.current();
    }

    /** Where in the first buffer content begins. */
    public static int firstByte() {
        return RecordHeader.BYTES;
    }

    /** Whether no full buffer was written yet: all content is in {@link #buffer()}. */
    public boolean inFirstBuffer() {
        return flushed == 0;
    }

    /** Has the full buffer written and takes another; false, and nothing happens, if the extent has no room for it. */
    public boolean turn() throws IOException {
        ByteBuffer full = buffers.current();
        if (flushed + full.capacity() + Segment.BLOCK > extent.room()) {
            return false;
        }
        write(full.flip(), true);
        flushed += full.capacity();
        return true;
    }

    private void write(ByteBuffer full, boolean more) throws IOException {
        Segment segment = extent.segment();
        long position = extent.position() + flushed;
        if (more) {
            buffers.turn(log.threads(), () -> {
                segment.write(full, position);
                return null;
            });
        } else {
            segment.write(full, position);
        }
    }

    /** Whether the end, with its trailer, has room. */
    public boolean canCommit(long length) {
        return Segment.recordBytes(length) <= extent.room();
    }

    /**
     * Finishes the record: it survives the power failing when this returns, unless the log was told not to sync arrivals. May be
     * called by another thread than the one that filled the buffers.
     */
    public LogPlace commit(Checks checks, boolean replaces) throws IOException {
        ByteBuffer tail = buffers.current();
        long bytes = Segment.recordBytes(checks.length());
        if (tail.remaining() < RecordTrailer.BYTES) {
            zero(tail, tail.capacity());
            write(tail.flip(), true);
            flushed += tail.capacity();
            tail = buffers.current();
        }
        zero(tail, (int) (bytes - flushed) - RecordTrailer.BYTES);
        new RecordTrailer(header.salt(), header.number(), checks, replaces).put(tail);
        long content = extent.position() + RecordHeader.BYTES;
        Segment segment = extent.segment();
        segment.settlement().add(content);
        write(tail.flip(), false);
        buffers.await();
        if (log.syncs(header.kind())) {
            segment.sync();
        }
        extent.advance(bytes);
        log.wrote(bytes);
        return new LogPlace(segment.name(), content, checks.length());
    }

    private static void zero(ByteBuffer buffer, int end) {
        while (end - buffer.position() >= Long.BYTES) {
            buffer.putLong(0);
        }
        while (buffer.position() < end) {
            buffer.put((byte) 0);
        }
    }

    /** What was put so far, read back; before the end. */
    public InputStream content() throws IOException {
        byte[] rest = new byte[buffers.current().position() - (inFirstBuffer() ? RecordHeader.BYTES : 0)];
        buffers.current().get(inFirstBuffer() ? RecordHeader.BYTES : 0, rest);
        if (inFirstBuffer()) {
            return new ByteArrayInputStream(rest);
        }
        return new SequenceInputStream(Channels.newInputStream(written()), new ByteArrayInputStream(rest));
    }

    /** Content that is on the disk already. */
    private FileChannel written() throws IOException {
        buffers.await();
        return FileWindow.open(
                extent.segment().path(), extent.position() + RecordHeader.BYTES, flushed - RecordHeader.BYTES);
    }

    /**
     * Takes the record out of the log: what was written so far goes to the file, and the buffers are the caller's until this
     * object is closed. What is in {@link #buffer()} stays there.
     */
    public void moveTo(FileChannel file) throws IOException {
        if (!inFirstBuffer()) {
            try (FileChannel written = written()) {
                for (long done = 0; done < written.size(); ) {
                    done += written.transferTo(done, written.size() - done, file);
                }
            }
        }
        inLog = false;
        log.giveBack(extent);
    }

    @Override
    public void close() {
        log.giveBack(buffers.reset());
        if (inLog) {
            log.giveBack(extent);
        }
    }
}

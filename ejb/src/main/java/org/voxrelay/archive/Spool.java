package org.voxrelay.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.voxrelay.archive.log.Checks;
import org.voxrelay.archive.log.LogPlace;
import org.voxrelay.archive.log.RecordWriter;
import org.voxrelay.dicom.io.DicomStreamException;

/**
 * The bytes of one arriving instance on their way to the disk: into the log, or into a file of its own if it turns out to be
 * longer than the log takes. Memory holds some buffers, whatever the length. Closing it leaves nothing on the disk, unless the
 * archive accepted it. For one thread.
 */
public final class Spool extends OutputStream {
    private static final int PREAMBLE = 128;
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
    private static final int NOT_YET = -1;

    private final RecordWriter record;
    private final OwnFiles own;
    private final long maxBytes;
    private final boolean copy;
    private final CRC32C crc = new CRC32C();
    private Optional<FileChannel> file = Optional.empty();
    private String fileName = "";
    private long length;
    private int headLength = NOT_YET;
    private int headCrc;
    private int counted = RecordWriter.firstByte();

    /**
     * @param own where the instance goes if it gets a file of its own
     * @param copy whether it lies in the archive already
     */
    Spool(RecordWriter record, OwnFiles own, long maxBytes, boolean copy) {
        this.record = record;
        this.own = own;
        this.maxBytes = maxBytes;
        this.copy = copy;
    }

    /** The data set was longer than the administrator allows. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(long maxBytes) {
            super("longer than the limit of " + maxBytes + " bytes (VOXRELAY_MAX_INSTANCE_BYTES)");
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        for (int done = 0; done < count; ) {
            ByteBuffer room = room();
            int step = Math.min(count - done, room.remaining());
            room.put(bytes, offset + done, step);
            grow(step);
            done += step;
        }
    }

    /**
     * Reads some bytes from the channel, without a copy between.
     *
     * @return how many; -1 at its end
     */
    public int readFrom(ReadableByteChannel in, long most) throws IOException {
        ByteBuffer room = room();
        int limit = room.limit();
        room.limit(room.position() + (int) Math.min(room.remaining(), most));
        int count;
        try {
            count = in.read(room);
        } finally {
            room.limit(limit);
        }
        grow(Math.max(0, count));
        return count;
    }

    /** The last bytes that {@link #readFrom} read, at most as many as its last call returned. */
    public void copyLast(byte[] into, int offset, int count) {
        ByteBuffer buffer = record.buffer();
        buffer.get(buffer.position() - count, into, offset, count);
    }

    private void grow(int count) throws IOException {
        length += count;
        if (length > maxBytes) {
            throw new TooLong(maxBytes);
        }
    }

    /** At least a byte of room. */
    private ByteBuffer room() throws IOException {
        if (!record.buffer().hasRemaining()) {
            if (headLength == NOT_YET) {
                throw new DicomStreamException("no end of the file meta information within "
                        + record.buffer().capacity() + " bytes");
            }
            turn();
        }
        return record.buffer();
    }

    private void turn() throws IOException {
        count();
        if (file.isPresent()) {
            drain(file.get());
        } else if (!record.turn()) {
            drain(becomeFile());
        }
        counted = 0;
    }

    private void count() {
        ByteBuffer buffer = record.buffer();
        crc.update(buffer.slice(counted, buffer.position() - counted));
        counted = buffer.position();
    }

    private FileChannel becomeFile() throws IOException {
        fileName = copy ? own.newPlaceOfCopy() : own.newPlace();
        FileChannel channel = FileChannel.open(
                own.unfinished(fileName),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        file = Optional.of(channel);
        if (record.inFirstBuffer()) {
            record.moveTo(channel);
            drain(channel, RecordWriter.firstByte());
        } else {
            record.moveTo(channel);
        }
        return channel;
    }

    private void drain(FileChannel channel) throws IOException {
        drain(channel, 0);
    }

    private void drain(FileChannel channel, int from) throws IOException {
        ByteBuffer buffer = record.buffer().flip();
        buffer.position(Math.min(from, buffer.limit()));
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Whether what was written begins as a Part 10 file does (PS3.10 section 7.1); ask before {@link #datasetBegins}. */
    public boolean hasPrefix() {
        if (length < PREAMBLE + PREFIX.length) {
            return false;
        }
        byte[] seen = new byte[PREFIX.length];
        record.buffer().get(RecordWriter.firstByte() + PREAMBLE, seen);
        return Arrays.equals(seen, PREFIX);
    }

    /** Overwrites the preamble with zeros: it may hold an executable's header (CVE-2019-11687). As {@link #hasPrefix}. */
    public void clearPreamble() {
        record.buffer().put(RecordWriter.firstByte(), new byte[PREAMBLE]);
    }

    /** Says where in the file the data set begins, before the first buffer is full. */
    public void datasetBegins(long position) {
        headLength = Math.toIntExact(position);
        crc.update(record.buffer().slice(counted, headLength));
        headCrc = (int) crc.getValue();
        crc.reset();
        counted += headLength;
    }

    /** Bytes written so far. */
    public long length() {
        return length;
    }

    /** Bytes before the data set. */
    public int headLength() {
        return headLength;
    }

    /** The Part 10 file as far as it is written, read back. */
    public InputStream content() throws IOException {
        if (file.isPresent()) {
            drainRest();
            return Channels.newInputStream(FileChannel.open(own.unfinished(fileName)));
        }
        return record.content();
    }

    private void drainRest() throws IOException {
        count();
        drain(file.get());
        counted = 0;
    }

    /** Makes the whole of it safe; an arrival only if the archive {@code syncs} those. */
    Accepted finish(boolean replaces, boolean syncs) throws IOException {
        count();
        var checks = new Checks(length, headLength, headCrc, (int) crc.getValue());
        if (file.isEmpty() && record.canCommit(length)) {
            LogPlace place = record.commit(checks, replaces);
            return new Accepted(place.toString(), length, checks.bodyCrc());
        }
        FileChannel channel = file.isPresent() ? file.get() : becomeFile();
        drain(channel);
        own.accept(fileName, syncs || copy);
        return new Accepted(fileName, length, checks.bodyCrc());
    }

    /** Where an accepted instance lies. */
    public record Accepted(String place, long size, int crc) {}

    @Override
    public void close() throws IOException {
        record.close();
        if (file.isPresent()) {
            file.get().close();
            Files.deleteIfExists(own.unfinished(fileName));
        }
    }
}

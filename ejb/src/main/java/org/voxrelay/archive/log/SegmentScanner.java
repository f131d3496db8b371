package org.voxrelay.archive.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.voxrelay.archive.log.RecordHeader.Kind;

/**
 * Finds the records of a segment without knowing anything else of it. Looks at every block, so that a record that is cut off
 * hides none behind it. Nothing is written.
 */
public final class SegmentScanner {
    private static final int CHUNK = 1 << 20;
    private static final int LONGEST_TOMBSTONE = 16 << 20;

    private final Path file;
    private final FileChannel channel;
    private final String name;
    private final long salt;
    private final List<LoggedRecord> instances = new ArrayList<>();
    private final List<Burial> dead = new ArrayList<>();
    private final List<Long> torn = new ArrayList<>();
    private Optional<RecordHeader> current = Optional.empty();
    private long start;
    private long end = Segment.BLOCK;

    private SegmentScanner(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        name = Segment.nameOf(file);
        var page = ByteBuffer.allocate(Segment.BLOCK);
        salt = read(page, 0) ? Segment.saltOf(page, name).orElseThrow(this::noSegment) : 0;
    }

    private IOException noSegment() {
        return new IOException("not a segment of the log, or its first block is damaged: " + file);
    }

    /** @throws IOException if the file cannot be read, or is no segment at all */
    public static SegmentScan scan(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new SegmentScanner(file, channel).scan();
        }
    }

    private SegmentScan scan() throws IOException {
        var chunk = ByteBuffer.allocateDirect(CHUNK);
        for (long position = Segment.BLOCK; read(chunk, position); position += chunk.limit()) {
            for (int at = 0; at + Segment.BLOCK <= chunk.limit(); at += Segment.BLOCK) {
                block(chunk, at, position + at);
            }
            if (chunk.limit() % Segment.BLOCK != 0) {
                break; // cut off in the middle of a block
            }
        }
        current.ifPresent(unfinished -> torn.add(start));
        return new SegmentScan(List.copyOf(instances), List.copyOf(dead), List.copyOf(torn), end);
    }

    private void block(ByteBuffer chunk, int at, long position) throws IOException {
        Optional<RecordHeader> begins = RecordHeader.at(chunk, at, salt);
        if (begins.isPresent()) {
            current.ifPresent(unfinished -> torn.add(start));
            current = begins;
            start = position;
        }
        if (current.isPresent()) {
            long blockEnd = position + Segment.BLOCK;
            var ends = RecordTrailer.at(chunk, at + Segment.BLOCK - RecordTrailer.BYTES, current.get());
            if (ends.isPresent()
                    && start + Segment.recordBytes(ends.get().checks().length()) == blockEnd) {
                finished(current.get(), ends.get());
                current = Optional.empty();
                end = blockEnd;
            }
        }
    }

    private void finished(RecordHeader header, RecordTrailer trailer) throws IOException {
        Checks checks = trailer.checks();
        long content = start + RecordHeader.BYTES;
        if (!isWhole(content, checks)) {
            torn.add(start);
            return;
        }
        if (header.kind() == Kind.TOMBSTONE) {
            text(content, checks).lines().map(Burial::of).forEach(dead::add);
        } else {
            var place = new LogPlace(name, content, checks.length());
            instances.add(new LoggedRecord(
                    place,
                    header.origin(),
                    checks,
                    trailer.replaces(),
                    header.kind() == Kind.COPY,
                    header.millis(),
                    header.number()));
        }
    }

    private boolean isWhole(long content, Checks checks) throws IOException {
        return checks.headLength() >= 0
                && checks.headLength() <= checks.length()
                && crc(content, checks.headLength()) == checks.headCrc()
                && crc(content + checks.headLength(), checks.length() - checks.headLength()) == checks.bodyCrc();
    }

    private int crc(long from, long length) throws IOException {
        var crc = new CRC32C();
        var buffer = ByteBuffer.allocateDirect((int) Math.max(1, Math.min(length, CHUNK)));
        for (long done = 0; done < length; done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            int wanted = buffer.limit();
            if (!read(buffer, from + done, wanted) || buffer.limit() < wanted) {
                return ~(int) crc.getValue();
            }
            crc.update(buffer);
        }
        return (int) crc.getValue();
    }

    private String text(long content, Checks checks) throws IOException {
        if (checks.length() > LONGEST_TOMBSTONE) {
            throw noSegment();
        }
        var bytes = ByteBuffer.allocate((int) checks.length());
        read(bytes, content);
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }

    private boolean read(ByteBuffer into, long position) throws IOException {
        return read(into, position, into.capacity());
    }

    /** Fills the buffer as far as the file goes and flips it; false if there is nothing. */
    private boolean read(ByteBuffer into, long position, int most) throws IOException {
        into.clear().limit(most);
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                break;
            }
        }
        into.flip();
        return into.hasRemaining();
    }
}

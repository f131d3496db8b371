package org.voxrelay.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogTest {
    private static final Origin ORIGIN = new Origin(1, "MODALITY");

    @TempDir
    Path folder;

    private final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
    private SegmentLog log;

    @BeforeEach
    void start() throws Exception {
        log = open();
        log.start(Thread::new);
    }

    private SegmentLog open() {
        return new SegmentLog(new SegmentLog.Options(folder, Disk.REAL, 4 << 20, true, new SegmentLog.Space() {
            @Override
            public long usableBytes() {
                return usable.get();
            }

            @Override
            public long keepFree() {
                return 1 << 20;
            }
        }));
    }

    @AfterEach
    void stop() throws Exception {
        log.close();
    }

    @Test
    void aScanFindsEveryRecordWithWhatAReplayNeeds() throws Exception {
        byte[] small = random(10);
        byte[] exact = random(Segment.BLOCK - RecordHeader.BYTES - RecordTrailer.BYTES);
        byte[] oneMore = random(exact.length + 1);
        byte[] buffers = random(WriteBuffers.CAPACITY - RecordHeader.BYTES - 1);
        byte[] long2 = random(700_000);
        var places = List.of(write(small), write(exact), write(oneMore), write(buffers), write(long2));

        var records = scan().instances();

        assertThat(records).extracting(LoggedRecord::place).containsExactlyElementsOf(places);
        assertThat(records).extracting(LoggedRecord::origin).containsOnly(ORIGIN);
        assertThat(read(places.get(1))).isEqualTo(exact);
        assertThat(read(places.get(3))).isEqualTo(buffers);
        assertThat(read(places.get(4))).isEqualTo(long2);
    }

    @Test
    void whatIsNotCommittedLeavesNothing() throws Exception {
        try (RecordWriter record = log.begin(ORIGIN)) {
            fill(record, random(600_000));
        }
        LogPlace kept = write(random(100));

        assertThat(scan().instances()).extracting(LoggedRecord::place).containsExactly(kept);
        assertThat(scan().torn()).isEmpty();
    }

    @Test
    void aDamagedRecordIsNoticedAndHidesNoneBehindIt() throws Exception {
        write(random(5000));
        LogPlace damaged = write(random(9000));
        LogPlace behind = write(random(5000));
        flip(damaged.offset() + 4444);

        assertThat(scan().torn()).containsExactly(damaged.offset() - RecordHeader.BYTES);
        assertThat(scan().instances())
                .hasSize(2)
                .extracting(LoggedRecord::place)
                .contains(behind);
    }

    @Test
    void aRecordWithoutItsEndIsNoticedAndHidesNoneBehindIt() throws Exception {
        LogPlace cutOff = write(random(9000));
        LogPlace behind = write(random(5000));
        // A byte of the trailer: the last 64 of the third block.
        flip(cutOff.offset() - RecordHeader.BYTES + 3 * Segment.BLOCK - 40);

        assertThat(scan().torn()).containsExactly(cutOff.offset() - RecordHeader.BYTES);
        assertThat(scan().instances()).extracting(LoggedRecord::place).containsExactly(behind);
    }

    @Test
    void contentThatLooksLikeARecordOfAnotherSegmentIsContent() throws Exception {
        var forged = ByteBuffer.allocate(3 * Segment.BLOCK);
        forged.position(Segment.BLOCK - RecordHeader.BYTES);
        new RecordHeader(RecordHeader.Kind.INSTANCE, ORIGIN, 4711, 1, 0).put(forged);

        LogPlace place = write(forged.array());

        assertThat(scan().instances()).extracting(LoggedRecord::place).containsExactly(place);
        assertThat(scan().torn()).isEmpty();
    }

    @Test
    void aRecordThatTheExtentCannotTakeSaysSo() throws Exception {
        try (RecordWriter record = log.begin(ORIGIN)) {
            boolean turned = true;
            for (int i = 0; turned && i < 100; i++) {
                record.buffer().position(record.buffer().limit());
                turned = record.turn();
            }
            assertThat(turned).isFalse();
        }
        assertThat(scan().instances()).isEmpty();
    }

    @Test
    void aFullDiskIsAClearErrorBeforeAnythingIsLost() throws Exception {
        log.close();
        usable.set(1 << 20);
        log = open();
        log.start(Thread::new);

        assertThatThrownBy(() -> log.begin(ORIGIN))
                .isInstanceOf(OutOfSpace.class)
                .hasMessageContaining("MIN_FREE");

        usable.set(Long.MAX_VALUE);
        assertThatThrownBy(() -> log.begin(ORIGIN)).isInstanceOf(OutOfSpace.class); // the one that was prepared before
        write(random(10));
    }

    @Test
    void aSmallDiskGetsASmallerSegment() throws Exception {
        log.close();
        usable.set(3 << 20);
        log = open();
        log.start(Thread::new);

        LogPlace place = write(random(10));

        assertThat(log.path(place.segment()).toFile().length()).isEqualTo(2 << 20);
    }

    @Test
    void aCleanStopCutsOffWhatWasNotUsedAndALaterStartLooksAtNothing() throws Exception {
        LogPlace place = write(random(10));
        log.settle(place);
        log.close();

        assertThat(log.path(place.segment()).toFile().length()).isEqualTo(2 * Segment.BLOCK);
        assertThat(log.isSettled(place.segment())).isTrue();
        assertThat(open().recover()).isEmpty();
    }

    private LogPlace write(byte[] content) throws IOException {
        try (RecordWriter record = log.begin(ORIGIN)) {
            fill(record, content);
            var crc = new CRC32C();
            crc.update(content);
            return record.commit(new Checks(content.length, 0, 0, (int) crc.getValue()), false);
        }
    }

    private static void fill(RecordWriter record, byte[] content) throws IOException {
        for (int done = 0; done < content.length; ) {
            if (!record.buffer().hasRemaining()) {
                assertThat(record.turn()).isTrue();
            }
            int step = Math.min(content.length - done, record.buffer().remaining());
            record.buffer().put(content, done, step);
            done += step;
        }
    }

    private byte[] read(LogPlace place) throws IOException {
        try (var in = Channels.newInputStream(log.open(place))) {
            return in.readAllBytes();
        }
    }

    private SegmentScan scan() throws IOException {
        for (Path segment : SegmentLog.segments(folder)) {
            SegmentScan scan = SegmentScanner.scan(segment);
            if (!scan.instances().isEmpty() || !scan.torn().isEmpty()) {
                return scan;
            }
        }
        return new SegmentScan(List.of(), List.of(), List.of(), 0);
    }

    private void flip(long offset) throws IOException {
        for (Path segment : SegmentLog.segments(folder)) {
            try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.seek(offset);
                int value = file.read();
                file.seek(offset);
                file.write(~value);
            }
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}

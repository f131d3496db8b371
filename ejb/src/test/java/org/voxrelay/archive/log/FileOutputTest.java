package org.voxrelay.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.archive.log.StubbornChannel.Manner;

/** Writing past the page cache is a wish: where a file system grants it not, or no longer, the bytes are there all the same. */
class FileOutputTest {
    private static final int SEGMENT = 4 << 20;
    /** Of the segment's zeros, with its first block; then records come. */
    private static final int WRITES_OF_A_NEW_SEGMENT = 5;

    @TempDir
    Path folder;

    private static boolean pastTheCache(OpenOption... options) {
        return !Set.of(StandardOpenOption.values()).containsAll(Set.of(options));
    }

    /** Opened in vain, or with a channel that turns stubborn. */
    private static FileOutput.Way stubborn(Manner manner, AtomicInteger goodWrites) {
        return (path, options) -> pastTheCache(options)
                ? new StubbornChannel(FileChannel.open(path, StandardOpenOption.WRITE), manner, goodWrites)
                : FileChannel.open(path, options);
    }

    private static ByteBuffer blocks(int count, long seed) {
        byte[] bytes = new byte[count * Segment.BLOCK];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.allocateDirect(bytes.length + Segment.BLOCK)
                .alignedSlice(Segment.BLOCK)
                .slice(0, bytes.length)
                .put(bytes)
                .flip();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereTheFileSystemDoesNotOpenItSoItIsWrittenThroughTheCache(boolean knowsTheOption) throws Exception {
        FileOutput.Way way = (path, options) -> {
            if (pastTheCache(options)) {
                if (knowsTheOption) {
                    throw new IOException("Invalid argument"); // open(2) on tmpfs before Linux 6.6
                }
                throw new UnsupportedOperationException();
            }
            return FileChannel.open(path, options);
        };
        Path file = folder.resolve("file");
        try (FileOutput output = FileOutput.create(file, way)) {
            output.write(blocks(2, 1), 0);
            output.write(blocks(3, 2), 2 * Segment.BLOCK);
            output.force();
        }
        assertHolds(file, blocks(2, 1), blocks(3, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSES, 0", "REFUSES, 1", "REFUSES, 3",
        "STOPS_WITHIN_A_BLOCK, 0", "STOPS_WITHIN_A_BLOCK, 1", "STOPS_WITHIN_A_BLOCK, 3",
        "TAKES_NOTHING, 0", "TAKES_NOTHING, 1", "TAKES_NOTHING, 3"
    })
    void fromTheFirstRefusalOnItIsWrittenThroughTheCacheAndNothingIsMissing(Manner manner, int goodWrites)
            throws Exception {
        Path file = folder.resolve("file");
        try (FileOutput output = FileOutput.create(file, stubborn(manner, new AtomicInteger(goodWrites)))) {
            for (int i = 0; i < 5; i++) {
                output.write(blocks(4, i), i * 4L * Segment.BLOCK);
            }
            output.force();
        }
        assertHolds(file, blocks(4, 0), blocks(4, 1), blocks(4, 2), blocks(4, 3), blocks(4, 4));
    }

    @Test
    void whoWritesBesideTheOneThatWasRefusedLosesNothing() throws Exception {
        Path file = folder.resolve("file");
        var threads = Executors.newFixedThreadPool(8);
        try (FileOutput output = FileOutput.create(file, stubborn(Manner.REFUSES, new AtomicInteger(100)))) {
            var writers = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 200; i++) {
                int number = i;
                writers.add(() -> {
                    output.write(blocks(1, number), (long) number * Segment.BLOCK);
                    return null;
                });
            }
            for (var writer : threads.invokeAll(writers)) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
        var expected = new ByteBuffer[200];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = blocks(1, i);
        }
        assertHolds(file, expected);
    }

    /** The page cache takes everything, even for a disk that is dead. */
    @Test
    void aBrokenDiskIsNotHiddenByThePageCache() throws Exception {
        FileOutput.Way way = (path, options) -> pastTheCache(options)
                ? new StubbornChannel(
                        FileChannel.open(path, StandardOpenOption.WRITE), Manner.REFUSES, new AtomicInteger(2))
                : new StubbornChannel(FileChannel.open(path, options), Manner.CANNOT_SYNC, new AtomicInteger());
        try (FileOutput output = FileOutput.create(folder.resolve("file"), way)) {
            output.write(blocks(1, 1), 0);
            output.write(blocks(1, 2), Segment.BLOCK);
            assertThatThrownBy(() -> output.write(blocks(1, 3), 2 * Segment.BLOCK))
                    .hasMessage("Input/output error")
                    .hasSuppressedException(new IOException("Invalid argument"));
        }
    }

    @Test
    void whatIsClosedStaysClosed() throws Exception {
        FileOutput output = FileOutput.create(folder.resolve("file"), stubborn(Manner.REFUSES, new AtomicInteger()));
        output.close();
        assertThatThrownBy(() -> output.write(blocks(1, 1), 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(output::force).isInstanceOf(IOException.class);
    }

    /** Records that were acknowledged before, during and after the refusal are all found by a scan. */
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"REFUSES", "STOPS_WITHIN_A_BLOCK", "TAKES_NOTHING"})
    void aLogWhoseFileSystemChangesItsMindLosesNoRecord(Manner manner) throws Exception {
        for (int good = 0; good < WRITES_OF_A_NEW_SEGMENT + 12; good += 2) {
            Path own = Files.createDirectory(folder.resolve(manner + "-" + good));
            int goodWrites = good;
            assertEveryRecordIsFound(own, new Ways(path -> stubborn(manner, new AtomicInteger(goodWrites))));
        }
    }

    /** Linux from 6.6 on opens files of tmpfs so; before, it refused. */
    @Test
    void aLogInMemory() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory));
        Path own = Files.createTempDirectory(memory, "voxrelay-log-test");
        try {
            assertEveryRecordIsFound(own, Disk.REAL);
        } finally {
            try (var files = Files.list(own)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(own);
        }
    }

    private static void assertEveryRecordIsFound(Path folder, Disk disk) throws Exception {
        var options = new SegmentLog.Options(folder, disk, SEGMENT, true, new SegmentLog.Space() {
            @Override
            public long usableBytes() {
                return Long.MAX_VALUE;
            }

            @Override
            public long keepFree() {
                return 0;
            }
        });
        var written = new LinkedHashMap<LogPlace, byte[]>();
        try (var log = new SegmentLog(options)) {
            log.start(Thread::new);
            for (int length : new int[] {10, 5_000, 700_000, 4_096, 300_000, 10}) {
                byte[] content = new byte[length];
                new Random(length).nextBytes(content);
                written.put(write(log, content), content);
            }
        }
        var log = new SegmentLog(options);
        var found = new ArrayList<LogPlace>();
        log.recover().values().forEach(scan -> {
            scan.instances().forEach(record -> found.add(record.place()));
            assertThat(scan.torn()).isEmpty();
        });
        assertThat(found).containsExactlyInAnyOrderElementsOf(written.keySet());
        for (Map.Entry<LogPlace, byte[]> record : written.entrySet()) {
            try (var in = Channels.newInputStream(log.open(record.getKey()))) {
                assertThat(in.readAllBytes()).isEqualTo(record.getValue());
            }
        }
    }

    private static LogPlace write(SegmentLog log, byte[] content) throws IOException {
        try (RecordWriter record = log.begin(new Origin(1, "MODALITY"))) {
            for (int done = 0; done < content.length; ) {
                if (!record.buffer().hasRemaining()) {
                    assertThat(record.turn()).isTrue();
                }
                int step = Math.min(content.length - done, record.buffer().remaining());
                record.buffer().put(content, done, step);
                done += step;
            }
            var crc = new CRC32C();
            crc.update(content);
            return record.commit(new Checks(content.length, 0, 0, (int) crc.getValue()), false);
        }
    }

    private static void assertHolds(Path file, ByteBuffer... pieces) throws IOException {
        var whole = ByteBuffer.allocate((int) Files.size(file));
        for (ByteBuffer piece : pieces) {
            whole.put(piece);
        }
        assertThat(whole.hasRemaining()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(whole.array());
    }

    /** The real disk, with files opened another way. */
    private record Ways(Opened how) implements Disk {
        interface Opened {
            FileOutput.Way of(Path path);
        }

        @Override
        public Output create(Path file) throws IOException {
            return FileOutput.create(file, how.of(file));
        }

        @Override
        public void force(Path file) throws IOException {
            REAL.force(file);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            REAL.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            REAL.delete(file);
        }
    }
}

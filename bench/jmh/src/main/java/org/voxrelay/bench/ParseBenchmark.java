package org.voxrelay.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.voxrelay.dicom.io.DicomInputStream;

/** Reads every file of a list once: time and allocation for all of them together. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ParseBenchmark {
    private static final int DCMDUMP_THRESHOLD = 4096;

    /** A file with a path a line, or the path of a DICOM file. */
    @Param("")
    public String list;

    private List<Path> files;

    @Setup
    public void readList() throws IOException {
        files = list.endsWith(".list")
                ? Files.readAllLines(Path.of(list)).stream().map(Path::of).toList()
                : List.of(Path.of(list));
    }

    /** All values in memory, as {@code dcmdump +M}. */
    @Benchmark
    public void allValues(Blackhole hole) throws IOException {
        for (Path file : files) {
            try (DicomInputStream in = open(file)) {
                hole.consume(in.readDataset());
            }
        }
    }

    /** Values of more than 4 KiB are left in the file, as {@code dcmdump} does. */
    @Benchmark
    public void longValuesInTheFile(Blackhole hole) throws IOException {
        for (Path file : files) {
            try (DicomInputStream in = open(file)) {
                hole.consume(in.setBulkData(DCMDUMP_THRESHOLD).readDataset());
            }
        }
    }

    /** What an archive needs for its index. */
    @Benchmark
    public void untilPixelData(Blackhole hole) throws IOException {
        for (Path file : files) {
            try (DicomInputStream in = open(file)) {
                hole.consume(in.readDatasetUntilPixelData());
            }
        }
    }

    private static DicomInputStream open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        return new DicomInputStream(bytes);
    }
}

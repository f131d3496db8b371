package org.voxrelay.inference.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.voxrelay.inference.InferenceLimits;
import org.voxrelay.inference.engine.EnginePlaces;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Volume;

/** Runs what {@code bench/manyclasses} measures; prints the worker's largest memory. No test. */
final class ManyClasses {
    private static final int SIZE = 512;
    private static final long MOST_VOXELS = 400_000_000;

    private ManyClasses() {}

    /** MODELS MEMORY SLICES */
    public static void main(String[] arguments) throws Exception {
        ModelPackage model = new ModelRepository(Path.of(arguments[0])).version("many", "1");
        long memory = Long.parseLong(arguments[1]);
        Volume volume = waves(Integer.parseInt(arguments[2]));
        var settings = new WorkerSettings(
                System.getProperty("java.class.path"),
                memory / 4 * 3,
                memory * 2,
                Path.of(arguments[0]).resolve("tmp"),
                Runtime.getRuntime().availableProcessors(),
                Path.of(arguments[0]).resolve("engines.properties"),
                new EnginePlaces(Optional.empty(), Optional.empty(), Optional.empty()),
                new InferenceLimits(MOST_VOXELS, memory / 2, memory / 8),
                Duration.ofHours(2),
                Duration.ofMinutes(10));
        long began = System.nanoTime();
        long[] largest = {0};
        try (var inference = new WorkerInference(settings, "for the measurement", Thread::new)) {
            var labels = inference.segment(
                    model, List.of(volume), (part, step) -> largest[0] = Math.max(largest[0], largestOfChildren()));
            largest[0] = Math.max(largest[0], largestOfChildren());
            var seen = new BitSet();
            IntStream.range(0, volume.grid().count()).forEach(i -> seen.set(labels.label(i)));
            System.out.printf(
                    "%d classes, %d x %d x %d, VOXRELAY_INFERENCE_MEMORY_BYTES %d: largest memory of the worker"
                            + " (VmHWM) %d MiB; %.0f s; %d labels found%n",
                    model.scores().channels(),
                    SIZE,
                    SIZE,
                    volume.grid().zSize(),
                    memory,
                    largest[0] >> 10,
                    (System.nanoTime() - began) / 1e9,
                    seen.cardinality());
        }
    }

    /** In KiB. */
    private static long largestOfChildren() {
        return ProcessHandle.current()
                .children()
                .mapToLong(child -> largest(Path.of("/proc/" + child.pid() + "/status")))
                .max()
                .orElse(0);
    }

    private static long largest(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has ended
        }
    }

    private static Volume waves(int slices) {
        Grid grid = Grid.cubes(1, SIZE, SIZE, slices);
        FloatBuffer samples = ByteBuffer.allocateDirect(Float.BYTES * grid.count())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        IntStream.range(0, slices).parallel().forEach(z -> {
            for (int i = 0; i < SIZE * SIZE; i++) {
                double value = Math.sin(i % SIZE * 0.05) * Math.cos(i / SIZE * 0.04 + z * 0.03);
                samples.put(z * SIZE * SIZE + i, (float) (400 * value - 100));
            }
        });
        return new Volume(grid, samples);
    }
}

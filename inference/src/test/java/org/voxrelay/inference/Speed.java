package org.voxrelay.inference;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.OpenVinoEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.engine.tensorrt.TensorRtEngine;
import org.voxrelay.inference.engine.tensorrt.TensorRtPlace;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.Transform.Alignment;
import org.voxrelay.inference.model.Transform.Interpolation;
import org.voxrelay.inference.model.Transform.Resample;
import org.voxrelay.inference.transform.Preprocessing;
import org.voxrelay.inference.transform.Workpiece;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Point;
import org.voxrelay.inference.volume.Volume;
import org.voxrelay.tensorrt.CudaRuntime;

/** Measures what {@code bench/inference} compares; prints CPU and wall seconds. No test. */
final class Speed {
    private Speed() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "segment" -> segment(arguments);
            case "resample" -> resample(arguments);
            default -> throw new IllegalArgumentException("segment or resample");
        }
    }

    /**
     * segment MODELS NAME X Y Z MM onnx|openvino|tensorrt THREADS LIBRARIES RUNS. Where VOXRELAY_BENCH_LABELS names a file,
     * the labels are written to it.
     */
    private static void segment(String[] a) throws Exception {
        ModelPackage model = new ModelRepository(Path.of(a[1])).version(a[2], "1");
        Volume volume = noise(grid(Integer.parseInt(a[3]), Integer.parseInt(a[4]), Integer.parseInt(a[5]), mm(a[6])));
        int threads = Integer.parseInt(a[8]);
        Engine engine = switch (a[7]) {
            case "onnx" -> new OnnxEngine(threads);
            case "openvino" ->
                OpenVinoEngine.find(Optional.of(Path.of(a[9])), threads).orElseThrow();
            case "tensorrt" ->
                TensorRtEngine.open(
                        new TensorRtPlace(
                                Path.of(a[9]), Path.of("tensorrt-native/target/native"), Path.of(a[1], "plans")),
                        new CudaRuntime());
            default -> throw new IllegalArgumentException("onnx, openvino or tensorrt");
        };
        var calls = new CountingEngine(engine);
        try (var inference = new LocalInference(
                new EngineSelection(calls, "for the measurement"),
                new InferenceLimits(500_000_000L, 9L << 30, 2L << 30))) {
            for (int run = 0; run < Integer.parseInt(a[10]); run++) {
                calls.cpu = 0;
                calls.wall = 0;
                calls.count = 0;
                long cpu = cpu();
                long wall = System.nanoTime();
                var labels = inference.segment(model, List.of(volume), Progress.NONE);
                double all = (cpu() - cpu) / 1e9;
                System.out.printf(
                        "%s %s: whole %.2f CPU-s, %.2f s; engine alone %.2f CPU-s, %.2f s in %d windows; "
                                + "whole / engine %.3f CPU, %.3f wall; largest memory %d MiB; label of the middle %d%n",
                        a[2],
                        engine.name(),
                        all,
                        (System.nanoTime() - wall) / 1e9,
                        calls.cpu / 1e9,
                        calls.wall / 1e9,
                        calls.count,
                        all * 1e9 / calls.cpu,
                        (System.nanoTime() - wall) / (double) calls.wall,
                        largestMemory(),
                        labels.label(volume.grid().count() / 2));
                write(labels.labels());
            }
        }
    }

    private static void write(ByteBuffer labels) throws IOException {
        String file = System.getenv("VOXRELAY_BENCH_LABELS");
        if (file != null) {
            byte[] bytes = new byte[labels.capacity()];
            labels.get(0, bytes);
            Files.write(Path.of(file), bytes);
        }
    }

    /** resample X Y Z OUT: to 1.5 mm and back, linear; writes both results for the comparison. */
    private static void resample(String[] a) throws Exception {
        Volume volume = noise(new Grid(
                new Point(0, 0, 0),
                new Point(1, 0, 0),
                new Point(0, 1, 0),
                new Point(0, 0, 1),
                0.8,
                0.8,
                1.0,
                Integer.parseInt(a[1]),
                Integer.parseInt(a[2]),
                Integer.parseInt(a[3])));
        Path out = Files.createDirectories(Path.of(a[4]));
        write(out.resolve("source.f32"), volume.voxels());
        for (int run = 0; run < 4; run++) {
            long cpu = cpu();
            long wall = System.nanoTime();
            Workpiece small = to(List.of(1.5, 1.5, 1.5), volume);
            Volume there = volume(small, 1.5, 1.5);
            Workpiece back = to(List.of(1.0, 0.8, 0.8), there);
            System.out.printf(
                    "Voxrelay: %.2f CPU-s, %.2f s; %d x %d x %d and back to %d x %d x %d%n",
                    (cpu() - cpu) / 1e9,
                    (System.nanoTime() - wall) / 1e9,
                    small.seriesSize(2),
                    small.seriesSize(1),
                    small.seriesSize(0),
                    back.seriesSize(2),
                    back.seriesSize(1),
                    back.seriesSize(0));
            if (run == 0) {
                write(out.resolve("small.f32"), FloatBuffer.wrap(small.channel(0)));
                write(out.resolve("back.f32"), FloatBuffer.wrap(back.channel(0)));
            }
        }
    }

    private static Workpiece to(List<Double> mm, Volume volume) throws Exception {
        var step = new Resample(mm, Interpolation.LINEAR, Interpolation.LINEAR, Alignment.CENTRES, Optional.empty());
        return new Preprocessing(List.of(step), 500_000_000L).apply(List.of(volume));
    }

    private static Volume volume(Workpiece piece, double inPlane, double between) {
        FloatBuffer samples = buffer(piece.channel(0).length);
        samples.put(0, piece.channel(0));
        return new Volume(
                new Grid(
                        new Point(0, 0, 0),
                        new Point(1, 0, 0),
                        new Point(0, 1, 0),
                        new Point(0, 0, 1),
                        inPlane,
                        inPlane,
                        between,
                        piece.seriesSize(2),
                        piece.seriesSize(1),
                        piece.seriesSize(0)),
                samples);
    }

    private static double mm(String text) {
        return Double.parseDouble(text);
    }

    private static Grid grid(int x, int y, int z, double mm) {
        return Grid.cubes(mm, x, y, z);
    }

    /** Smooth waves, so that labels are not noise. */
    private static Volume noise(Grid grid) {
        FloatBuffer samples = buffer(grid.count());
        int index = 0;
        for (int z = 0; z < grid.zSize(); z++) {
            for (int y = 0; y < grid.ySize(); y++) {
                for (int x = 0; x < grid.xSize(); x++) {
                    samples.put(index++, (float) (400 * Math.sin(x * 0.05) * Math.cos(y * 0.04 + z * 0.03) - 100));
                }
            }
        }
        return new Volume(grid, samples);
    }

    private static FloatBuffer buffer(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static void write(Path file, FloatBuffer samples) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer chunk = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer rest = samples.duplicate().clear();
            while (rest.hasRemaining()) {
                chunk.clear();
                int count = Math.min(rest.remaining(), chunk.capacity() / 4);
                chunk.asFloatBuffer().put(rest.slice(rest.position(), count));
                rest.position(rest.position() + count);
                channel.write(chunk.limit(4 * count));
            }
        }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** MiB that were resident at most; 0 where the system does not say. */
    private static long largestMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** Adds up what the engine itself takes. */
    private static final class CountingEngine implements Engine {
        private final Engine engine;
        private long cpu;
        private long wall;
        private int count;

        CountingEngine(Engine engine) {
            this.engine = engine;
        }

        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public EngineSession load(org.voxrelay.inference.model.Graph graph, Precision precision)
                throws InferenceException {
            EngineSession session = engine.load(graph, precision);
            return new EngineSession() {
                @Override
                public void prepare(long[] shape, Progress progress) throws InferenceException, InterruptedException {
                    session.prepare(shape, progress);
                }

                @Override
                public int windowsAtOnce() {
                    return session.windowsAtOnce();
                }

                @Override
                public void run(Tensor input, Tensor output) throws InferenceException {
                    long cpuBefore = cpu();
                    long before = System.nanoTime();
                    session.run(input, output);
                    wall += System.nanoTime() - before;
                    cpu += cpu() - cpuBefore;
                    count++;
                }

                @Override
                public void close() {
                    session.close();
                }
            };
        }
    }
}

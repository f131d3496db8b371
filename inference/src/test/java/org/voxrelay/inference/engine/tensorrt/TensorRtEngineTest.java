package org.voxrelay.inference.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.CtTissue;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.TestBody;
import org.voxrelay.inference.engine.AutoEngine;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineMemory;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.GpuMemory;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.volume.Volume;
import org.voxrelay.tensorrt.CudaDevice;
import org.voxrelay.tensorrt.LostDeviceException;
import org.voxrelay.tensorrt.PlanCache;
import org.voxrelay.tensorrt.TensorRt;
import org.voxrelay.tensorrt.TensorRtException;

/** The way to TensorRT and back, on the {@link CpuStandIn}: nothing here ran on a GPU. */
class TensorRtEngineTest {
    private static final Path SMALL = Path.of("src/test/resources/exactness/monai-softmax/model/1/models/model.onnx");
    private static final Path PACKAGE = Path.of("src/test/resources/exactness/monai-softmax");
    private static final Graph GRAPH = new Graph(SMALL.toAbsolutePath(), "small", "", "");
    private static final int[] WINDOW = {12, 16, 12};
    private static final int VOXELS = 12 * 16 * 12;
    private static final long[] SHAPE = {1, 1, 12, 16, 12};
    private static final long GIB = 1 << 30;

    @TempDir
    Path folder;

    private CpuStandIn standIn;
    private TensorRt library;

    @BeforeEach
    void open() throws Exception {
        standIn = CpuStandIn.required();
        standIn.device(9, 0, GIB);
        library = standIn.open(true);
    }

    @AfterEach
    void nothingIsKeptOnTheDevice() {
        if (library != null) {
            library.close();
            assertThat(standIn.used()).isZero();
        }
    }

    @Test
    void scoresAreThoseOfOnnxRuntimeForEachOfManyWindows() throws Exception {
        FloatBuffer ours = run(engine(), GRAPH, 7, 3);
        FloatBuffer theirs = run(new OnnxEngine(1), GRAPH, 7, 3);
        for (int i = 0; i < ours.capacity(); i++) {
            assertThat(ours.get(i)).isCloseTo(theirs.get(i), Offset.offset(1e-4f));
        }
    }

    @Test
    void aWholeSeriesIsSegmentedAsOnOnnxRuntimeAndHearsOfTheBuild() throws Exception {
        ModelPackage model = new ModelRepository(PACKAGE).version("model", "1");
        Volume volume = TestBody.volume(TestBody.axial(6, 6, 8), 8);
        List<Double> fractions = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        Progress progress = (fraction, step) -> {
            fractions.add(fraction);
            steps.add(step);
        };
        try (var gpu = new LocalInference(new EngineSelection(engine(), "stand-in"));
                var cpu = new LocalInference(new EngineSelection(new OnnxEngine(1), "for comparison"))) {
            byte[] ours =
                    TestBody.bytes(gpu.segment(model, List.of(volume), progress).labels());
            byte[] theirs = TestBody.bytes(
                    cpu.segment(model, List.of(volume), Progress.NONE).labels());
            assertThat(IntStream.range(0, ours.length).filter(i -> ours[i] != theirs[i]))
                    .hasSizeLessThanOrEqualTo(ours.length / 10_000);
        }
        assertThat(fractions).isSorted();
        assertThat(steps)
                .anyMatch(step -> step.startsWith("build TensorRT plan"))
                .contains("run model");
    }

    @Test
    void modelsShareTheMemoryOfTheDeviceAndTheOneUsedLongestAgoGoes() throws Exception {
        assertThat(GpuMemory.of(standIn.cuda(), 0).budgetBytes()).isEqualTo(GIB / 5 * 4);
        ModelPackage first = new ModelRepository(PACKAGE).version("model", "1");
        ModelPackage second = other(first);
        Volume volume = TestBody.volume(TestBody.axial(6, 6, 8), 8);
        long both = usedAfter(GIB, volume, first, second);
        long one = usedAfter(GIB, volume, first);
        assertThat(one).isPositive();
        assertThat(both).isEqualTo(2 * one);
        assertThat(usedAfter(2 * one, volume, first, second)).isEqualTo(both);
        assertThat(usedAfter(2 * one - 1, volume, first, second)).isEqualTo(one);
    }

    /** @return bytes of the device that are taken when all models have computed, one after the other */
    private long usedAfter(long budget, Volume volume, ModelPackage... models) throws Exception {
        GpuMemory memory = GpuMemory.of(standIn.cuda(), budget);
        try (var gpu = new LocalInference(new EngineSelection(engine(), "stand-in", memory))) {
            for (ModelPackage model : models) {
                gpu.segment(model, List.of(volume), Progress.NONE);
            }
            return standIn.used();
        }
    }

    /** The same network under another digest, which is another one to whoever keeps networks. */
    private static ModelPackage other(ModelPackage model) {
        Graph graph = model.graph();
        return new ModelPackage(
                model.name(),
                model.version(),
                model.form(),
                model.folder(),
                model.sha256(),
                model.algorithm(),
                model.channels(),
                List.of(new Graph(graph.file(), "other weights", graph.input(), graph.output())),
                model.preprocess(),
                model.tiling(),
                model.scores(),
                model.minimumSlices(),
                model.labels(),
                model.postProcess(),
                model.permitsBf16(),
                model.segmentation());
    }

    @Test
    void theEngineSaysWhatItIs() throws Exception {
        assertThat(engine().name()).isEqualTo("CPU stand-in 1 on sm_90 with 1 multiprocessors and 1024 MiB");
    }

    @Test
    void aPlanIsBuiltOnceForEachGraphAndDevice() throws Exception {
        assertThat(steps(GRAPH)).anyMatch(step -> step.startsWith("build TensorRT plan: choosing"));
        assertThat(steps(GRAPH)).isEmpty();
        assertThat(steps(new Graph(GRAPH.file(), "other weights", "", ""))).isNotEmpty();
        standIn.device(8, 9, GIB);
        assertThat(steps(GRAPH)).isNotEmpty();
        assertThat(steps(GRAPH)).isEmpty();
    }

    @Test
    void aDamagedPlanIsBuiltAnew() throws Exception {
        steps(GRAPH);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 1] ^= 1;
                Files.write(file, bytes);
            }
        }
        assertThat(steps(GRAPH)).isNotEmpty();
    }

    @Test
    void plansOfOtherDevicesAndDamagedOnesAreRefusedByTheLibrary() throws Exception {
        byte[] onnx = Files.readAllBytes(SMALL);
        var order = new TensorRt.Order(onnx, SHAPE, SHAPE, SHAPE, 1 << 20, false, new byte[0]);
        byte[] plan = library.build(order, (phase, step) -> true).engine();
        standIn.device(8, 6, GIB);
        assertThatThrownBy(() -> library.load(plan, standIn.cuda().devices()))
                .isInstanceOf(TensorRtException.class)
                .hasMessage("The plan is not for this GPU or release: the plan was built for another device");
        plan[3] ^= 1;
        assertThatThrownBy(() -> library.load(plan, standIn.cuda().devices()))
                .hasMessage("The plan is not for this GPU or release: the plan is damaged");
    }

    @Test
    void whoIsInterruptedBuildsNoFurther() throws Exception {
        List<String> heard = new ArrayList<>();
        try (EngineSession session = engine().load(GRAPH, Precision.SINGLE)) {
            assertThatThrownBy(() -> session.prepare(SHAPE, (part, step) -> {
                        heard.add(step);
                        Thread.currentThread().interrupt();
                    }))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(heard).hasSizeLessThan(20);
        assertThat(folder).isEmptyDirectory();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aSecondLaneIsDoneWithoutWhereThereIsNoRoom() throws Exception {
        standIn.device(9, 0, 1_100_000); // 1 MiB for the network, and 37 KB for a window and its scores
        assertThat(run(engine(), GRAPH, 3, 3)).isEqualTo(run(large(), GRAPH, 3, 3));
    }

    private Engine large() throws Exception {
        standIn.device(9, 0, GIB);
        return engine();
    }

    @Test
    void aNetworkThatDoesNotFitOnTheDeviceIsSaid() throws Exception {
        standIn.device(9, 0, 1_050_000);
        assertThatThrownBy(() -> run(engine(), GRAPH, 1, 3))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("The network takes 1 MiB of the GPU's memory")
                .hasMessageContaining("A smaller window, or fewer models at one time, is needed");
    }

    @Test
    void aPackageThatSaysOtherShapesIsRefused() throws Exception {
        assertThatThrownBy(() -> run(engine(), GRAPH, 1, 2))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("The network gives [1, 3, 12, 16, 12], the package says [1, 2, 12, 16, 12]");
        try (EngineSession session = engine().load(GRAPH, Precision.SINGLE)) {
            assertThatThrownBy(() -> session.prepare(new long[] {1, 1, 16, 16, 16}, Progress.NONE))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("the network's input is 1 x 1 x 12 x 16 x 12, not what is asked for");
        }
    }

    @Test
    void namesOfInputsAndOutputsAreUsed() throws Exception {
        Graph named = new Graph(GRAPH.file(), "small", "input", "output");
        assertThat(run(engine(), named, 1, 3)).isEqualTo(run(engine(), GRAPH, 1, 3));
        assertThatThrownBy(() -> run(engine(), new Graph(GRAPH.file(), "small", "picture", ""), 1, 3))
                .hasMessageContaining("has no input named 'picture'; it has input");
    }

    @Test
    void whatIsNoGraphIsSaidAndSoIsALibraryThatBuildsNothing() throws Exception {
        Path text = Files.writeString(folder.resolve("model.onnx"), "no graph");
        assertThatThrownBy(() -> run(engine(), new Graph(text, "text", "", ""), 1, 3))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("the ONNX file is not understood");
        try (TensorRt lean = standIn.open(false)) {
            Engine engine = engine(lean);
            assertThatThrownBy(() -> run(engine, new Graph(GRAPH.file(), "never built", "", ""), 1, 3))
                    .hasMessageContaining("only runs plans; it builds none");
        }
    }

    @Test
    void aBrokenDeviceEndsTheProcessThatHasIt() throws Exception {
        try (EngineSession session = engine().load(GRAPH, Precision.SINGLE)) {
            session.prepare(SHAPE, Progress.NONE);
            standIn.breakDevice();
            assertThatThrownBy(() -> run(session, 1, 3))
                    .isInstanceOf(LostDeviceException.class)
                    .hasMessageContaining("an illegal memory access");
            standIn.device(9, 0, GIB);
        }
    }

    @Test
    void graphsThatGiveLabelsGoToAnotherEngine() throws Exception {
        var memory = new EngineMemory(folder.resolve("engines"));
        var auto = new AutoEngine(List.of(new OnnxEngine(1), engine()), memory);
        ByteBuffer labels = ByteBuffer.allocateDirect(8);
        try (EngineSession session = auto.load(CtTissue.model().graph(), Precision.SINGLE)) {
            session.run(Tensor.of(floats(8), 1, 1, 2, 2, 2), Tensor.of(labels, 1, 1, 2, 2, 2));
        }
        EngineMemory.Choice choice = memory.all().values().iterator().next();
        assertThat(choice.engine()).startsWith("ONNX Runtime");
        assertThat(choice.reason())
                .contains("CPU stand-in")
                .contains("cannot: TensorRT is used for networks with scores");
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        var empty = new TensorRtPlace(folder, folder, folder.resolve("plans"));
        assertThatThrownBy(() -> TensorRtEngine.open(empty, standIn.cuda()))
                .hasMessage("There is no TensorRT library in " + folder + ".");
        Files.createFile(folder.resolve("libnvinfer.so.11"));
        assertThatThrownBy(() -> TensorRtEngine.open(empty, standIn.cuda()))
                .hasMessageContaining("The shim for TensorRT is not there")
                .hasMessageContaining("build-shim compiles it");
        var cuda = new org.voxrelay.tensorrt.CudaRuntime(List.of("libnone.so"));
        assertThatThrownBy(() -> TensorRtEngine.open(empty, cuda))
                .hasMessage("TensorRT needs a GPU: the CUDA runtime (libcudart) is not installed.");
    }

    /** What a new engine with the same folder tells while it makes ready. */
    private List<String> steps(Graph graph) throws Exception {
        List<String> steps = new ArrayList<>();
        try (EngineSession session = engine().load(graph, Precision.SINGLE)) {
            session.prepare(SHAPE, (part, step) -> steps.add(step));
        }
        return steps;
    }

    private TensorRtEngine engine() throws Exception {
        return engine(library);
    }

    private TensorRtEngine engine(TensorRt opened) throws Exception {
        return new TensorRtEngine(
                opened, "CPU stand-in", CudaDevice.first(standIn.cuda()), new PlanCache(folder, 1 << 20));
    }

    private static FloatBuffer run(Engine engine, Graph graph, int windows, int classes) throws InferenceException {
        try (EngineSession session = engine.load(graph, Precision.SINGLE)) {
            return run(session, windows, classes);
        }
    }

    /** ONNX Runtime takes one window at a time of this network, whose batch is fixed. */
    private static FloatBuffer run(EngineSession session, int windows, int classes) throws InferenceException {
        FloatBuffer input = floats(windows * VOXELS);
        for (int i = 0; i < input.capacity(); i++) {
            input.put(i, i % 1013 / 1013f);
        }
        FloatBuffer output = floats(windows * classes * VOXELS);
        int atOnce = session.windowsAtOnce() > 1 ? windows : 1;
        for (int first = 0; first < windows; first += atOnce) {
            session.run(
                    Tensor.of(input.slice(first * VOXELS, atOnce * VOXELS), shape(atOnce, 1)),
                    Tensor.of(
                            output.slice(first * classes * VOXELS, atOnce * classes * VOXELS), shape(atOnce, classes)));
        }
        return output;
    }

    private static long[] shape(int windows, int channels) {
        return new long[] {windows, channels, WINDOW[0], WINDOW[1], WINDOW[2]};
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

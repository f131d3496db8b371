package org.voxrelay.inference.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.CtTissue;
import org.voxrelay.inference.Inference.Wanted;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.InferenceLimits;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.LostInferenceException;
import org.voxrelay.inference.Peer;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.TestBody;
import org.voxrelay.inference.TinyOnnx;
import org.voxrelay.inference.UnsuitableVolumeException;
import org.voxrelay.inference.engine.EnginePlaces;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.OnnxRuntimeJar;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Volume;

class WorkerInferenceTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private WorkerInference inference;

    @AfterEach
    void close() throws InterruptedException {
        if (inference != null) { // a test that was skipped has none
            inference.close();
        }
        awaitEnd();
    }

    @Test
    void labelsAreThoseOfThisProcess() throws Exception {
        inference = worker(256 * MIB, Duration.ofMinutes(2));
        Volume volume = TestBody.volume(TestBody.axial(3, 3, 5), 8);
        List<Double> fractions = new ArrayList<>();
        byte[] there = TestBody.bytes(inference
                .segment(CtTissue.model(), List.of(volume), (fraction, step) -> fractions.add(fraction))
                .labels());
        try (var local = new LocalInference(EngineSelection.automatic(1))) {
            byte[] here = TestBody.bytes(local.segment(CtTissue.model(), List.of(volume), Progress.NONE)
                    .labels());
            assertThat(there).isEqualTo(here);
        }
        assertThat(fractions).isSorted();
    }

    @Test
    void labelsAbove255ComeThroughTheSharedMemory() throws Exception {
        long[] window = {32, 32, 32};
        TinyOnnx.nearest(301, window).writePackage(folder, window, 300, "");
        ModelPackage model = new ModelRepository(folder).version("tiny", "1");
        Grid grid = Grid.cubes(1, 32, 32, 32);
        FloatBuffer samples = ByteBuffer.allocateDirect(Float.BYTES * grid.count())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        IntStream.range(0, grid.count()).forEach(voxel -> samples.put(voxel, TinyOnnx.STEP * (voxel % 301)));
        inference = worker(256 * MIB, Duration.ofMinutes(2));
        var found = inference.segment(model, List.of(new Volume(grid, samples)), Progress.NONE);
        assertThat(IntStream.range(0, grid.count())).allMatch(voxel -> found.label(voxel) == voxel % 301);
    }

    @Test
    void probabilitiesAreThoseOfThisProcess() throws Exception {
        inference = worker(256 * MIB, Duration.ofMinutes(2));
        Volume volume = TestBody.volume(TestBody.axial(4, 4, 5), 8);
        List<ByteBuffer> there = inference
                .segment(randomModel(), List.of(volume), Wanted.PROBABILITIES, Progress.NONE)
                .probabilities();
        try (var local = new LocalInference(EngineSelection.automatic(1))) {
            List<ByteBuffer> here = local.segment(randomModel(), List.of(volume), Wanted.PROBABILITIES, Progress.NONE)
                    .probabilities();
            assertThat(here).hasSize(2);
            assertThat(there).isEqualTo(here);
        }
    }

    @Test
    void moreProbabilitiesThanTheLimitAreRefusedWithBothNumbers() throws Exception {
        Volume volume = TestBody.volume(TestBody.axial(1.5, 1.5, 1.5), 0);
        var limits = new InferenceLimits(1 << 28, MIB, MIB);
        long mib = 2L * volume.grid().count() / MIB;
        assertThat(mib).isPositive();
        try (var local = new LocalInference(EngineSelection.automatic(1), limits)) {
            inference = worker(256 * MIB, Duration.ofMinutes(2));
            assertThatThrownBy(() -> local.segment(randomModel(), List.of(volume), Wanted.PROBABILITIES, Progress.NONE))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("The probabilities of the 2 labels of model on this series take " + mib
                            + " MiB of memory; the limit is 1 MiB.");
            assertThatThrownBy(
                            () -> local.segment(CtTissue.model(), List.of(volume), Wanted.PROBABILITIES, Progress.NONE))
                    .hasMessage("ct-tissue gives labels without probabilities.");
        }
    }

    private static ModelPackage randomModel() throws Exception {
        return new ModelRepository(Path.of("src/test/resources/exactness/monai-softmax")).version("model", "1");
    }

    @Test
    void whatTheModelRefusesIsSaidAndTheChildGoesOn() throws Exception {
        inference = worker(256 * MIB, Duration.ofMinutes(2));
        Volume tooShort = TestBody.volume(TestBody.axial(4, 4, 17), 0);
        assertThatThrownBy(() -> inference.segment(CtTissue.model(), List.of(tooShort), Progress.NONE))
                .isInstanceOf(UnsuitableVolumeException.class)
                .hasMessage("The series has 9 slices; ct-tissue needs 10 or more.");
        assertThat(children()).hasSize(1);
    }

    @Test
    void aChildThatIsKilledCostsOneAttempt() throws Exception {
        inference = worker(256 * MIB, Duration.ofMinutes(2));
        Volume volume = TestBody.volume(TestBody.axial(1.5, 1.5, 1.5), 0);
        assertThatThrownBy(() -> inference.segment(CtTissue.model(), List.of(volume), (fraction, step) -> {
                    children().forEach(ProcessHandle::destroyForcibly);
                }))
                .isInstanceOf(LostInferenceException.class)
                .hasMessageContaining("signal 9");
        Volume small = TestBody.volume(TestBody.axial(4, 4, 5), 0);
        assertThat(inference
                        .segment(CtTissue.model(), List.of(small), Progress.NONE)
                        .grid())
                .isEqualTo(small.grid());
    }

    @Test
    void aLackOfMemoryCostsOneAttempt() throws Exception {
        inference = worker(10 * MIB, Duration.ofMinutes(2));
        Volume volume = TestBody.volume(TestBody.axial(1, 1, 1), 0); // labels of 12 MiB, and work on them
        assertThatThrownBy(() -> inference.segment(CtTissue.model(), List.of(volume), Progress.NONE))
                .isInstanceOf(LostInferenceException.class)
                .hasMessageContaining("worker process");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelThatAsksForSixteenGigabytesIsRefusedAndTheNextIsComputed(boolean openVino) throws Exception {
        var places = openVino
                ? new EnginePlaces(
                        Optional.of(Peer.required(Peer.openVino(), "OpenVINO (VOXRELAY_OPENVINO)")),
                        Optional.empty(),
                        Optional.empty())
                : EnginePlaces.NONE;
        inference = worker(256 * MIB, Duration.ofMinutes(2), places);
        long[] size = {16, 16, 16};
        TinyOnnx.greedy(2, size, 1 << 20).writePackage(folder.resolve("greedy"), size);
        TinyOnnx.greedy(2, size, 1).writePackage(folder.resolve("modest"), size);
        Volume volume = TestBody.volume(TestBody.axial(8, 8, 10), 0);
        ModelPackage greedy = new ModelRepository(folder.resolve("greedy")).version("tiny", "1");
        assertThatThrownBy(() -> inference.segment(greedy, List.of(volume), Progress.NONE))
                .isExactlyInstanceOf(InferenceException.class)
                .hasMessageContaining("VOXRELAY_INFERENCE_MEMORY_BYTES");
        ModelPackage modest = new ModelRepository(folder.resolve("modest")).version("tiny", "1");
        assertThat(inference.segment(modest, List.of(volume), Progress.NONE).grid())
                .isEqualTo(volume.grid());
    }

    @Test
    void theOnnxRuntimeOfTheSiteComputesFromItsUnpackedLibraries() throws Exception {
        Path ours = Path.of(OrtEnvironment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = Files.copy(ours, folder.resolve("onnxruntime_of_the_site.jar"));
        OnnxRuntimeJar site = OnnxRuntimeJar.open(folder, folder.resolve("unpacked"));
        inference = worker(
                256 * MIB,
                Duration.ofMinutes(2),
                new EnginePlaces(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(site), 0));
        Volume volume = TestBody.volume(TestBody.axial(8, 8, 10), 0);
        inference.segment(CtTissue.model(), List.of(volume), Progress.NONE);
        Path child = Path.of("/proc/" + children().get(0).pid());
        assumeTrue(Files.isReadable(child.resolve("maps")), "the system does not tell what a process has loaded");
        assertThat(Files.readString(child.resolve("cmdline"))).contains("\0-cp\0" + jar.toAbsolutePath() + ":");
        assertThat(Files.readString(child.resolve("maps")))
                .contains(site.libraries().resolve("libonnxruntime.so").toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void killedChildrenLeaveNothingThatGrows(boolean unpackedOnce) throws Exception {
        inference = worker(256 * MIB, Duration.ofMinutes(2), unpackedOnce ? ours() : EnginePlaces.NONE);
        Volume volume = TestBody.volume(TestBody.axial(8, 8, 10), 0);
        List<Path> libraries = new ArrayList<>();
        for (int life = 0; life < 3; life++) {
            inference.segment(CtTissue.model(), List.of(volume), Progress.NONE);
            ProcessHandle child = children().get(0);
            libraries.add(loaded(child, "libonnxruntime.so"));
            assertThat(libraries.get(life)).exists();
            child.destroyForcibly();
            awaitEnd();
        }
        assertThat(libraries.stream().filter(Files::exists).distinct()).hasSize(unpackedOnce ? 1 : 0);
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void onnxRuntimeReportsNothingToItsMaker() throws Exception {
        inference = worker(256 * MIB, Duration.ofMinutes(2), ours());
        inference.segment(CtTissue.model(), List.of(TestBody.volume(TestBody.axial(8, 8, 10), 0)), Progress.NONE);
        try (Stream<Path> files = Files.walk(folder.resolve("tmp"))) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("mat-debug")); // its log
        }
    }

    private EnginePlaces ours() throws Exception {
        OnnxRuntimeJar ours = OnnxRuntimeJar.among(System.getProperty("java.class.path"), folder.resolve("unpacked"));
        return new EnginePlaces(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ours), 0);
    }

    /** Until the children have ended and nobody looks after them any more. */
    private void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Where a process has a library from, as Linux tells. */
    private static Path loaded(ProcessHandle process, String library) throws Exception {
        Path maps = Path.of("/proc/" + process.pid() + "/maps");
        assumeTrue(Files.isReadable(maps), "the system does not tell what a process has loaded");
        return Files.readAllLines(maps).stream()
                .filter(line -> line.endsWith("/" + library))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void weightsThatAreExchangedAfterwardsAreRefused() throws Exception {
        inference = worker(256 * MIB, Duration.ofMinutes(2));
        long[] size = {16, 16, 16};
        TinyOnnx.greedy(2, size, 1).writePackage(folder, size);
        ModelPackage before = new ModelRepository(folder).version("tiny", "1");
        Volume volume = TestBody.volume(TestBody.axial(8, 8, 10), 0);
        TinyOnnx.greedy(2, size, 2).write(folder.resolve("tiny/1/model.onnx"));
        assertThatThrownBy(() -> inference.segment(before, List.of(volume), Progress.NONE))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("sha256 is not that of model.onnx");
        TinyOnnx.greedy(2, size, 2).writePackage(folder, size);
        assertThatThrownBy(() -> inference.segment(before, List.of(volume), Progress.NONE))
                .isExactlyInstanceOf(InferenceException.class)
                .hasMessage("The files of tiny were changed meanwhile.");
    }

    @Test
    void aChildThatMakesNoProgressIsGivenUp() throws Exception {
        inference = worker(256 * MIB, Duration.ofMillis(1));
        Volume volume = TestBody.volume(TestBody.axial(1.5, 1.5, 1.5), 0);
        assertThatThrownBy(() -> inference.segment(CtTissue.model(), List.of(volume), Progress.NONE))
                .isInstanceOf(LostInferenceException.class)
                .hasMessageContaining("no progress");
    }

    @Test
    void anInterruptedCallerStopsTheChild() throws Exception {
        inference = worker(256 * MIB, Duration.ofMinutes(2));
        Volume volume = TestBody.volume(TestBody.axial(1.5, 1.5, 1.5), 0);
        assertThatThrownBy(() -> inference.segment(
                        CtTissue.model(),
                        List.of(volume),
                        (fraction, step) -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private WorkerInference worker(long heapBytes, Duration standstill) {
        return worker(heapBytes, standstill, EnginePlaces.NONE);
    }

    private WorkerInference worker(long heapBytes, Duration standstill, EnginePlaces places) {
        var settings = new WorkerSettings(
                System.getProperty("java.class.path"),
                heapBytes,
                4096 * MIB,
                folder.resolve("tmp"),
                1,
                folder.resolve("engines"),
                places,
                InferenceLimits.DEFAULT,
                Duration.ofMinutes(5),
                standstill);
        return new WorkerInference(settings, "a child", this::thread);
    }

    private Thread thread(Runnable work) {
        Thread thread = Executors.defaultThreadFactory().newThread(work);
        threads.add(thread);
        return thread;
    }
}

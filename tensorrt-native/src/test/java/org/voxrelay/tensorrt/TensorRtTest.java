package org.voxrelay.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.tensorrt.TensorRt.Order;

/**
 * The real libraries of TensorRT-RTX and lean TensorRT, where VOXRELAY_TENSORRT_RTX and VOXRELAY_TENSORRT_LEAN name their
 * folders and {@code build-shim} has been run. Without a GPU RTX parses and builds; both refuse to run.
 */
class TensorRtTest {
    private static final Path SHIM = Path.of("target/native/libvoxrelay-trt-rtx.so");
    private static final Path ENTERPRISE_SHIM = Path.of("target/native/libvoxrelay-trt-11.so");
    private static final Path MODEL =
            Path.of("../inference/src/test/resources/exactness/monai-softmax/model/1/models/model.onnx");

    @Test
    void aShimThatWasNotBuiltIsSaid() {
        assertThatThrownBy(() -> TensorRt.open(Path.of("/no/such/shim.so"), Path.of("x"), Optional.empty()))
                .isInstanceOf(TensorRtException.class)
                .hasMessageStartingWith("The shim for TensorRT is not there");
    }

    @Test
    void aMissingOrForeignLibraryIsSaid() {
        assumeTrue(Files.exists(SHIM), "missing peer: tensorrt-native/build-shim was not run");
        assertThatThrownBy(() -> TensorRt.open(SHIM.toAbsolutePath(), Path.of("libnone.so"), Optional.empty()))
                .hasMessageContaining("libnone.so");
        assertThatThrownBy(() -> TensorRt.open(SHIM.toAbsolutePath(), Path.of("libm.so.6"), Optional.empty()))
                .hasMessageContaining("is no TensorRT library");
    }

    @Test
    void aLibraryOfAnotherMajorVersionIsRefused() {
        Path rtx = rtx();
        assertThatThrownBy(() -> TensorRt.open(
                        ENTERPRISE_SHIM.toAbsolutePath(), rtx.resolve("libtensorrt_rtx.so.1"), Optional.empty()))
                .hasMessageContaining("major version 1, this shim is for 11");
    }

    /** Three functions are all that is asked before the version; what has another one is never called further. */
    @Test
    void theNextMajorVersionIsRefusedBeforeAnythingElse(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(ENTERPRISE_SHIM), "missing peer: tensorrt-native/build-shim was not run");
        Path source = Files.writeString(folder.resolve("next.c"), """
                #include <stdlib.h>
                int getInferLibVersion(void) { return 120000; }
                int getInferLibMajorVersion(void) { return 12; }
                void *createInferRuntime_INTERNAL(void *logger, int version) { abort(); }
                """);
        Path library = folder.resolve("libnvinfer.so.12");
        assertThat(new ProcessBuilder("g++", "-x", "c", "-shared", "-fPIC", "-o", "" + library, "" + source)
                        .start()
                        .waitFor())
                .isZero(); // the shim was compiled with it
        assertThatThrownBy(() -> TensorRt.open(ENTERPRISE_SHIM.toAbsolutePath(), library, Optional.empty()))
                .isInstanceOf(TensorRtException.class)
                .hasMessage(
                        "TensorRT does not start: the library is of TensorRT's major version 12, this shim is for 11");
    }

    @Test
    void anOnnxFileBecomesAPlanWithProgress() throws Exception {
        try (TensorRt library = open()) {
            assertThat(library.canBuild()).isTrue();
            List<String> phases = new ArrayList<>();
            byte[] onnx = Files.readAllBytes(MODEL);
            assertThat(library.version()).isBetween(10_000, 19_999); // 1.x
            var plan = library.build(order(onnx, new byte[0]), (phase, step) -> phases.add(phase));
            assertThat(plan.engine()).hasSizeGreaterThan(1000);
            assertThat(phases).isNotEmpty();
            assertThat(plan.timingCache()).isNotEmpty();
            var again = library.build(order(onnx, plan.timingCache()), (phase, step) -> true);
            assertThat(again.engine()).hasSizeGreaterThan(1000);
        }
    }

    @Test
    void aBuildIsCancelledByWhoeverHearsItsProgress() throws Exception {
        try (TensorRt library = open()) {
            byte[] onnx = Files.readAllBytes(MODEL);
            assertThatThrownBy(() -> library.build(order(onnx, new byte[0]), (phase, step) -> false))
                    .isInstanceOf(TensorRtException.class);
        }
    }

    @Test
    void whatIsNoOnnxIsRefusedWithTheParsersWords() throws Exception {
        try (TensorRt library = open()) {
            byte[] text = "no graph".getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> library.build(order(text, new byte[0]), (phase, step) -> true))
                    .isInstanceOf(TensorRtException.class)
                    .hasMessageContaining("not understood");
        }
    }

    @Test
    void withoutADeviceNothingIsRun() throws Exception {
        CudaDevices devices = new CudaRuntime().devices();
        assumeTrue(devices instanceof CudaDevices.Absent, "this machine has a GPU");
        try (TensorRt library = open()) {
            assertThatThrownBy(() -> library.load(new byte[100], devices)).hasMessageContaining("needs a GPU");
            assertThatThrownBy(() -> library.load(new byte[4096], new CudaDevices.Present(1, 13000)))
                    .isInstanceOf(TensorRtException.class);
        }
    }

    @Test
    void whatTheShimCallsIsExported() {
        var rtx =
                NativeLibrary.getInstance(rtx().resolve("libtensorrt_rtx.so.1").toString());
        var parser = NativeLibrary.getInstance(
                rtx().resolve("libtensorrt_onnxparser_rtx.so.1").toString());
        for (String name : List.of(
                "createInferRuntime_INTERNAL",
                "createInferBuilder_INTERNAL",
                "getInferLibVersion",
                "getInferLibMajorVersion")) {
            assertThat(rtx.getFunction(name)).isNotNull();
        }
        assertThat(parser.getFunction("createNvOnnxParser_INTERNAL")).isNotNull();
    }

    @Test
    void theLeanLibraryHasAVersionAndBuildsNothing() throws Exception {
        try (TensorRt lean = lean()) {
            assertThat(lean.version()).isBetween(110_000, 119_999);
            assertThat(lean.canBuild()).isFalse();
            byte[] onnx = Files.readAllBytes(MODEL);
            assertThatThrownBy(() -> lean.build(order(onnx, new byte[0]), (phase, step) -> true))
                    .isInstanceOf(TensorRtException.class)
                    .hasMessageContaining("only runs plans; it builds none");
        }
    }

    /** Without a driver the lean library hands out 0x228 as a runtime: a call on it would end this process. */
    @Test
    void aPointerThatIsNoneIsNotFollowed() throws Exception {
        assumeTrue(new CudaRuntime().devices() instanceof CudaDevices.Absent, "this machine has a GPU");
        try (TensorRt lean = lean()) {
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> lean.load(new byte[4096], new CudaDevices.Present(1, 13000)))
                        .isInstanceOf(TensorRtException.class)
                        .hasMessageStartingWith("TensorRT does not start");
            }
        }
    }

    @Test
    void aPlanIsNotLoadedWithoutADevice() throws Exception {
        assumeTrue(new CudaRuntime().devices() instanceof CudaDevices.Absent, "this machine has a GPU");
        try (TensorRt library = open()) {
            byte[] onnx = Files.readAllBytes(MODEL);
            byte[] plan = library.build(order(onnx, new byte[0]), (phase, step) -> true)
                    .engine();
            assertThatThrownBy(() -> library.load(plan, new CudaDevices.Present(1, 13000)))
                    .isInstanceOf(TensorRtException.class)
                    .hasMessageStartingWith("The plan is not for this GPU or release: ");
        }
    }

    @Test
    void anUnknownOperatorIsNamed() throws Exception {
        String onnx = Files.readString(MODEL, StandardCharsets.ISO_8859_1);
        byte[] foreign =
                onnx.replace("InstanceNormalization", "InstanceNormalizatiox").getBytes(StandardCharsets.ISO_8859_1);
        try (TensorRt library = open()) {
            assertThatThrownBy(() -> library.build(order(foreign, new byte[0]), (phase, step) -> true))
                    .isInstanceOf(TensorRtException.class)
                    .hasMessageContaining("InstanceNormalizatiox");
        }
    }

    @Test
    void theRealCudaRuntimeSaysWhyThereIsNoDevice() {
        String folder = System.getenv("VOXRELAY_CUDART");
        assumeTrue(folder != null, "missing peer: the CUDA runtime (VOXRELAY_CUDART)");
        var runtime = new CudaRuntime(List.of(Path.of(folder, "libcudart.so.13").toString()));
        assumeTrue(runtime.devices() instanceof CudaDevices.Absent, "this machine has a GPU");
        assertThat(((CudaDevices.Absent) runtime.devices()).why()).startsWith("CUDA says: ");
        assertThatThrownBy(() -> CudaDevice.first(runtime))
                .isInstanceOf(TensorRtException.class)
                .hasMessageStartingWith("TensorRT needs a GPU: CUDA says: ");
    }

    @Test
    void otherSizesThanTheNetworksAreRefused() throws Exception {
        try (TensorRt library = open()) {
            long[] other = {1, 1, 16, 16, 16};
            var order = new Order(Files.readAllBytes(MODEL), other, other, other, 1 << 28, false, new byte[0]);
            assertThatThrownBy(() -> library.build(order, (phase, step) -> true))
                    .hasMessageContaining("is 1 x 1 x 12 x 16 x 12, not what is asked for");
        }
    }

    private static Order order(byte[] onnx, byte[] timingCache) {
        long[] window = {1, 1, 12, 16, 12};
        return new Order(onnx, window, window, window, 1L << 28, false, timingCache);
    }

    private static TensorRt lean() throws TensorRtException {
        String folder = System.getenv("VOXRELAY_TENSORRT_LEAN");
        assumeTrue(
                folder != null && Files.exists(ENTERPRISE_SHIM),
                "missing peer: lean TensorRT (VOXRELAY_TENSORRT_LEAN) and tensorrt-native/build-shim");
        Path library = Path.of(folder, "libnvinfer_lean.so.11");
        return TensorRt.open(ENTERPRISE_SHIM.toAbsolutePath(), library, Optional.empty());
    }

    private static Path rtx() {
        String folder = System.getenv("VOXRELAY_TENSORRT_RTX");
        assumeTrue(
                folder != null && Files.exists(SHIM),
                "missing peer: TensorRT-RTX (VOXRELAY_TENSORRT_RTX) and tensorrt-native/build-shim");
        return Path.of(folder);
    }

    private static TensorRt open() throws TensorRtException {
        Path rtx = rtx();
        return TensorRt.open(
                SHIM.toAbsolutePath(),
                rtx.resolve("libtensorrt_rtx.so.1"),
                Optional.of(rtx.resolve("libtensorrt_onnxparser_rtx.so.1")));
    }
}

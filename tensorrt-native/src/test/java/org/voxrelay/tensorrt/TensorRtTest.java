package org.voxrelay.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.voxrelay.tensorrt.TensorRt.Order;

/**
 * The real TensorRT-RTX library, where VOXRELAY_TENSORRT_RTX names its folder and {@code build-shim} has been run: without
 * a GPU it parses and builds, and refuses to run.
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

    @Test
    void anOnnxFileBecomesAPlanWithProgress() throws Exception {
        try (TensorRt library = open()) {
            assertThat(library.canBuild()).isTrue();
            List<String> phases = new ArrayList<>();
            byte[] onnx = Files.readAllBytes(MODEL);
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

    private static Path rtx() {
        String folder = System.getenv("VOXRELAY_TENSORRT_RTX");
        assumeTrue(folder != null && Files.exists(SHIM), "missing peer: TensorRT-RTX (VOXRELAY_TENSORRT_RTX)");
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

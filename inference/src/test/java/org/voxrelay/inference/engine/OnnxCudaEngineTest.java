package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

/** With the ONNX Runtime that comes along, which has no CUDA: nothing here ran on a GPU. */
class OnnxCudaEngineTest {
    private static final Path SMALL = Path.of("src/test/resources/exactness/monai-softmax/model/1/models/model.onnx");
    private static final Graph GRAPH = new Graph(SMALL.toAbsolutePath(), "small", "", "");
    private static final String CPU = new OnnxEngine(1).name();

    @TempDir
    Path folder;

    private final OnnxCudaEngine cuda = new OnnxCudaEngine(new GpuMemory("", () -> 0, 1 << 30));

    @BeforeEach
    void withoutCuda() {
        assumeFalse(OnnxCudaEngine.isAmong(OrtEnvironment.getAvailableProviders()));
    }

    @Test
    void cudaIsACandidateWhereOnnxRuntimeWasBuiltWithIt() {
        assertThat(OnnxCudaEngine.isAmong(EnumSet.of(OrtProvider.CPU))).isFalse();
        assertThat(OnnxCudaEngine.isAmong(EnumSet.of(OrtProvider.CPU, OrtProvider.TENSOR_RT)))
                .isFalse();
        assertThat(OnnxCudaEngine.isAmong(EnumSet.of(OrtProvider.CPU, OrtProvider.CUDA, OrtProvider.TENSOR_RT)))
                .isTrue();
    }

    @Test
    void theProviderIsBoundInMemoryAndPrecision() {
        assertThat(cuda.settings(Precision.SINGLE))
                .containsEntry("gpu_mem_limit", "1073741824")
                .containsEntry("arena_extend_strategy", "kSameAsRequested")
                .containsEntry("use_tf32", "0");
        assertThat(cuda.settings(Precision.BF16_PERMITTED)).containsEntry("use_tf32", "1");
    }

    @Test
    void aProviderThatDoesNotLoadIsASentence() {
        assertThatThrownBy(() -> cuda.load(GRAPH, Precision.SINGLE))
                .isInstanceOf(InferenceException.class)
                .hasMessage("CUDA cannot be used: Failed to find CUDA shared provider");
    }

    @Test
    void aProviderThatDoesNotLoadLeavesTheGraphToTheCpuAndTheReasonIsKept() throws Exception {
        var memory = new EngineMemory(folder.resolve("engines"));
        run(new AutoEngine(List.of(new OnnxEngine(1), cuda), memory));
        EngineMemory.Choice choice = memory.choice("small SINGLE").orElseThrow();
        assertThat(choice.engine()).isEqualTo(CPU);
        assertThat(choice.reason()).contains(cuda.name() + " cannot: CUDA cannot be used: Failed to find");
    }

    @Test
    void aChoiceIsMadeAgainWhenAnEngineHasComeAlong() throws Exception {
        var memory = new EngineMemory(folder.resolve("engines"));
        run(new AutoEngine(List.of(new OnnxEngine(1)), memory));
        EngineMemory.Choice alone = memory.choice("small SINGLE").orElseThrow();
        assertThat(alone.reason()).doesNotContain("CUDA");
        var both = new AutoEngine(List.of(new OnnxEngine(1), cuda), memory);
        run(both);
        EngineMemory.Choice chosen = memory.choice("small SINGLE").orElseThrow();
        assertThat(chosen.reason()).contains(cuda.name());
        run(both);
        assertThat(memory.choice("small SINGLE")).contains(chosen);
        var device = new OnnxCudaEngine(new GpuMemory("sm_90", () -> 0, 1 << 30));
        run(new AutoEngine(List.of(new OnnxEngine(1), device), memory));
        assertThat(memory.choice("small SINGLE").orElseThrow().reason()).contains("on CUDA device sm_90 cannot");
    }

    @Test
    void theReasonIsWhatMattersOfWhatOnnxRuntimeSays() {
        assertThat(OnnxCudaEngine.reason("""
                Error code - ORT_FAIL - message: /onnxruntime_src/core/session/provider_bridge_ort.cc:1988 \
                onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load \
                library /tmp/a/libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared \
                object file: No such file or directory
                """))
                .isEqualTo("libcublasLt.so.12: cannot open shared object file: No such file or directory");
        assertThat(OnnxCudaEngine.reason("""
                Error code - ORT_FAIL - message: CUDA failure 100: no CUDA-capable device is detected ; GPU=0 ; \
                hostname=here ; file=a.cc ; line=1 ; expr=cudaSetDevice(0);
                """)).isEqualTo("CUDA failure 100: no CUDA-capable device is detected");
        assertThat(OnnxCudaEngine.reason("Error code - ORT_EP_FAIL - message: Failed to find CUDA shared provider"))
                .isEqualTo("Failed to find CUDA shared provider");
        assertThat(OnnxCudaEngine.reason("something else")).isEqualTo("something else");
    }

    private static void run(Engine engine) throws Exception {
        long[] input = {1, 1, 12, 16, 12};
        long[] output = {1, 3, 12, 16, 12};
        try (EngineSession session = engine.load(GRAPH, Precision.SINGLE)) {
            session.run(new Tensor(floats(12 * 16 * 12), input), new Tensor(floats(3 * 12 * 16 * 12), output));
        }
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Float.BYTES * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

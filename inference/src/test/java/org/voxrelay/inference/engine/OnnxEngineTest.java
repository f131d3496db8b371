package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.CtTissue;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.TestBody;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.tensorrt.CudaDevices.Absent;
import org.voxrelay.tensorrt.CudaDevices.Present;

class OnnxEngineTest {
    private final Engine engine = new OnnxEngine(1);

    @Test
    void ctTissueKeepsThePublishedLimits() throws Exception {
        assertThat(labels(-3024, -1000, -191, -190.6)).containsExactly(1, 1, 1, 1);
        assertThat(labels(-190, -100, -30, -29.6)).containsExactly(2, 2, 2, 2);
        assertThat(labels(-29, 0, 150, 150.4)).containsExactly(3, 3, 3, 3);
        assertThat(labels(150.6, 151, 1000, 30_000)).containsExactly(4, 4, 4, 4);
    }

    @Test
    void aHalfIsRoundedToTheEvenNumber() throws Exception {
        // -190.5 -> -190 fat, -29.5 -> -30 fat, 150.5 -> 150 soft tissue
        assertThat(labels(-190.5, -29.5, 150.5, Float.NaN)).containsExactly(2, 2, 3, 1);
    }

    private int[] labels(double... hu) throws Exception {
        FloatBuffer samples = ByteBuffer.allocateDirect(4 * hu.length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < hu.length; i++) {
            samples.put(i, (float) hu[i]);
        }
        ByteBuffer labels = ByteBuffer.allocateDirect(hu.length);
        Graph graph = CtTissue.model().graph();
        try (EngineSession session = engine.load(graph, Precision.SINGLE)) {
            session.run(Tensor.of(samples, 1, 1, 1, 2, hu.length / 2), Tensor.of(labels, 1, 1, 1, 2, hu.length / 2));
        }
        byte[] bytes = TestBody.bytes(labels);
        int[] numbers = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            numbers[i] = bytes[i];
        }
        return numbers;
    }

    @Test
    void aGraphWithoutTheNamedInputIsRefusedWithTheNamesItHas() throws Exception {
        Path file = CtTissue.model().graph().file();
        assertThatThrownBy(() -> engine.load(new Graph(file, "", "scan", "label"), Precision.SINGLE))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no input named 'scan'")
                .hasMessageContaining("image");
        assertThatThrownBy(() -> engine.load(new Graph(file, "", "image", "logits"), Precision.SINGLE))
                .hasMessageContaining("no output named 'logits'");
    }

    @Test
    void aFileThatIsNoGraphIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("model.onnx"), "this is not a graph");
        assertThatThrownBy(() -> engine.load(new Graph(file, "", "image", "label"), Precision.SINGLE))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("The model's graph cannot be loaded");
    }

    @Test
    void theChoiceSaysWhichEngineAndWhy() {
        assertThat(EngineSelection.about(new Absent("the CUDA runtime (libcudart) is not installed")))
                .isEqualTo("no CUDA device, because the CUDA runtime (libcudart) is not installed");
        assertThat(EngineSelection.about(new Present(2, 13050))).isEqualTo("CUDA devices: 2");
        assertThat(EngineSelection.automatic(1).why())
                .matches("ONNX Runtime [0-9.]+ on the CPU, 1 thread \\(.*CUDA device.*\\)\\.");
        assertThat(EngineSelection.automatic(2).engine().name()).contains("2 threads");
    }
}

package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Peer;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.tensorrt.TensorRt;

/** {@code models/to_fp16.py}: packages in fp16 give nearly the same scores. */
class Fp16IT {
    private static final Path CASES = Path.of("src/test/resources/exactness");
    private static final long[] WINDOW = {1, 1, 12, 16, 12};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"monai-softmax", "nnunet-ct"})
    void scoresDifferByLessThanFp16Does(String form) throws Exception {
        ModelPackage half = convert(form);
        ModelPackage single = new ModelRepository(CASES.resolve(form)).version("model", "1");
        assertThat(half.graph().sha256()).isNotEqualTo(single.graph().sha256());
        int[] window =
                half.tiling().window().stream().mapToInt(Integer::intValue).toArray();
        float[] ours = run(single.graph(), window);
        float[] theirs = run(half.graph(), window);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(ours[i]));
            difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
        }
        assertThat(difference).isPositive().isLessThan(largest * 0.005); // fp16 has 11 bits, several layers add up
    }

    @Test
    void aPackageOfOurFormGetsTheNewDigestAndVersion() throws Exception {
        Path version = Files.createDirectories(folder.resolve("model/1"));
        Path graph =
                Files.copy(CASES.resolve("monai-softmax/model/1/models/model.onnx"), version.resolve("model.onnx"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(graph));
        String description = Files.readString(
                        Path.of(System.getProperty("voxrelay.root", "..")).resolve("models/ct-tissue/1/model.json"))
                .replaceFirst("\"name\": *\"ct-tissue\"", "\"name\": \"model\"")
                .replaceFirst(
                        "\"sha256\": *\"[0-9a-f]*\"",
                        "\"sha256\": \"" + HexFormat.of().formatHex(digest) + "\"");
        Files.writeString(version.resolve("model.json"), description);
        ModelPackage before = new ModelRepository(folder).version("model", "1");
        assertThat(python(version)).isZero();
        ModelPackage after = new ModelRepository(folder).version("model", "1-fp16");
        assertThat(after.graph().sha256()).isNotEqualTo(before.graph().sha256());
        assertThat(after.labels()).isEqualTo(before.labels());
    }

    @Test
    void whatGivesLabelsIsRefusedAndNothingIsLeft() throws Exception {
        Path models = Files.createDirectories(folder.resolve("ct-tissue"));
        copy(Path.of(System.getProperty("voxrelay.root", ".."), "models/ct-tissue/1"), models.resolve("1"));
        assertThat(python(models.resolve("1"))).isNotZero();
        assertThat(models).isDirectoryNotContaining("glob:**fp16*");
    }

    @Test
    void theRealTensorRtRtxBuildsWhatWasConverted() throws Exception {
        String rtx = System.getenv("VOXRELAY_TENSORRT_RTX");
        Path shim = Path.of("../tensorrt-native/target/native/libvoxrelay-trt-rtx.so")
                .toAbsolutePath();
        assumeTrue(rtx != null && Files.exists(shim), "missing peer: TensorRT-RTX (VOXRELAY_TENSORRT_RTX)");
        byte[] onnx = Files.readAllBytes(convert("monai-softmax").graph().file());
        try (TensorRt library = TensorRt.open(
                shim,
                Path.of(rtx, "libtensorrt_rtx.so.1"),
                Optional.of(Path.of(rtx, "libtensorrt_onnxparser_rtx.so.1")))) {
            var order = new TensorRt.Order(onnx, WINDOW, WINDOW, WINDOW, 1 << 28, false, new byte[0]);
            assertThat(library.build(order, (phase, step) -> true).engine()).hasSizeGreaterThan(1000);
        }
    }

    private ModelPackage convert(String form) throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        copy(CASES.resolve(form).resolve("model/1"), model.resolve("1"));
        assertThat(python(model.resolve("1"))).isZero();
        return new ModelRepository(folder).version("model", "1-fp16");
    }

    private static int python(Path version) throws IOException, InterruptedException {
        Path python = Peer.python("onnx", "onnxruntime", "onnxconverter_common");
        Path script = Path.of(System.getProperty("voxrelay.root", ".."), "models/to_fp16.py");
        return new ProcessBuilder(List.of(python.toString(), script.toString(), version.toString(), "1-fp16"))
                .inheritIO()
                .start()
                .waitFor();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static float[] run(Graph graph, int[] window) throws InferenceException {
        int voxels = window[0] * window[1] * window[2];
        FloatBuffer input = floats(voxels);
        for (int i = 0; i < voxels; i++) {
            input.put(i, i % 97 / 50f - 1);
        }
        FloatBuffer output = floats(3 * voxels);
        try (EngineSession session = new OnnxEngine(1).load(graph, Precision.SINGLE)) {
            session.run(
                    Tensor.of(input, 1, 1, window[0], window[1], window[2]),
                    Tensor.of(output, 1, 3, window[0], window[1], window[2]));
        }
        float[] scores = new float[output.capacity()];
        output.get(0, scores);
        return scores;
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

package org.voxrelay.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.TinyOnnx;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Volume;

/** ONNX files whose weights are in a file beside them. */
class ExternalDataTest {
    private static final long[] SIZE = {4, 4, 4};
    private static final String WEIGHTS = "weights.bin";

    @TempDir
    Path folder;

    private Path version;

    @BeforeEach
    void write() throws Exception {
        TinyOnnx.external(WEIGHTS, SIZE).writePackage(folder, SIZE);
        version = folder.resolve("tiny/1");
        Files.write(version.resolve(WEIGHTS), TinyOnnx.littleEndian(1, 2));
    }

    /** Adds the digest of the weights to the description, as a package's author does. */
    private void describe() throws Exception {
        byte[] weights = Files.readAllBytes(version.resolve(WEIGHTS));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
        String field = "\"externalData\": {\"" + WEIGHTS + "\": \"" + digest + "\"}, ";
        Path description = version.resolve("model.json");
        Files.writeString(description, Files.readString(description).replace("\"input\": ", field + "\"input\": "));
    }

    private ModelPackage read() throws IOException, UnusableModelException {
        return new ModelRepository(folder).version("tiny", "1");
    }

    @Test
    void theWeightsBesideAreUsedAndBelongToWhatIdentifiesTheModel() throws Exception {
        describe();
        ModelPackage first = read();
        assertThat(first.graph().externalData()).containsExactly(version.resolve(WEIGHTS));
        assertThat(label(first)).isEqualTo(1); // 2 x 10 is more than 1 x 10

        TinyOnnx.external(WEIGHTS, SIZE).writePackage(folder, SIZE);
        Files.write(version.resolve(WEIGHTS), TinyOnnx.littleEndian(2, 1));
        describe();
        ModelPackage second = read();
        assertThat(label(second)).isZero();
        assertThat(second.graph().sha256()).isNotEqualTo(first.graph().sha256());
        assertThat(second.sha256()).isNotEqualTo(first.sha256());
    }

    private static int label(ModelPackage model) throws Exception {
        Grid grid = Grid.cubes(1, 4, 4, 4);
        var samples = ByteBuffer.allocateDirect(Float.BYTES * grid.count())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < grid.count(); i++) {
            samples.put(i, 10);
        }
        try (var inference = new LocalInference(new EngineSelection(new OnnxEngine(1), "for the test"))) {
            return inference
                    .segment(model, List.of(new Volume(grid, samples)), Progress.NONE)
                    .label(0);
        }
    }

    @Test
    void weightsThatWereChangedAreSaid() throws Exception {
        describe();
        Files.write(version.resolve(WEIGHTS), TinyOnnx.littleEndian(1, 3));
        assertThatThrownBy(this::read)
                .hasMessageContaining("graph.externalData.weights.bin is not that of weights.bin, which is ");
    }

    @Test
    void weightsThatTheDescriptionDoesNotNameAreSaidWithTheirDigest() {
        assertThatThrownBy(this::read)
                .hasMessageContaining("graph.externalData.weights.bin is not that of weights.bin, which is ");
    }

    @Test
    void weightsThatAreMissingAreSaid() throws Exception {
        Files.delete(version.resolve(WEIGHTS));
        assertThatThrownBy(this::read)
                .hasMessageContaining("model.onnx keeps weights in 'weights.bin', which is no file of the package");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../outside.bin", "link.bin", "a\u0000b"})
    void weightsOutsideThePackageAreNotRead(String location) throws Exception {
        Path outside = Files.write(folder.resolve("outside.bin"), TinyOnnx.littleEndian(1, 2));
        Files.createSymbolicLink(version.resolve("link.bin"), outside);
        TinyOnnx.external(location, SIZE).writePackage(folder, SIZE);
        assertThatThrownBy(this::read)
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("which is no file of the package");
    }

    @Test
    void whatIsCutOffOrDamagedEndsWithAReason() throws Exception {
        byte[] whole = TinyOnnx.external(WEIGHTS, SIZE).bytes();
        Path file = folder.resolve("damaged.onnx");
        var random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(file, damaged);
            try {
                assertThat(ExternalData.of(file)).hasSizeLessThan(3);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 2000);
    }
}

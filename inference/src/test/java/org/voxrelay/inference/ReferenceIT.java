package org.voxrelay.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Volume;

/** ct-tissue against {@code models/ct-tissue/reference.py}: the same steps in numpy and scipy. */
class ReferenceIT {
    @TempDir
    Path folder;

    @Test
    void numpyAndScipyFindTheSameTissues() throws Exception {
        Path python = Peer.python("numpy", "scipy");
        try (LocalInference inference = new LocalInference(EngineSelection.automatic(2))) {
            compare(python, inference, TestBody.axial(1.5, 1.5, 5), 0);
            compare(python, inference, TestBody.sagittal(1.5, 2.5, 3), 1);
            compare(python, inference, TestBody.coronal(2, 3, 1.7), 1);
        }
    }

    private void compare(Path python, LocalInference inference, Grid grid, int axialAxis) throws Exception {
        Volume volume = TestBody.volume(grid, 120); // noisy: ragged edges, specks, holes
        byte[] ours = TestBody.bytes(inference
                .segment(CtTissue.model(), List.of(volume), Progress.NONE)
                .labels());
        byte[] theirs = reference(python, volume, axialAxis);
        for (int label = 0; label <= 4; label++) {
            assertThat(TestBody.dice(ours, theirs, label))
                    .as("label %d of %s", label, grid)
                    .isGreaterThan(0.9999);
        }
    }

    private byte[] reference(Path python, Volume volume, int axialAxis) throws Exception {
        Grid grid = volume.grid();
        Path samples = folder.resolve("volume.raw");
        Path labels = folder.resolve("labels.raw");
        ByteBuffer bytes = ByteBuffer.allocate(4 * grid.count()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(volume.voxels().duplicate());
        Files.write(samples, bytes.array());
        Path script = CtTissue.MODELS.resolve("ct-tissue/reference.py");
        List<String> command = List.of(
                python.toString(),
                script.toString(),
                samples.toString(),
                labels.toString(),
                "" + grid.zSize(),
                "" + grid.ySize(),
                "" + grid.xSize(),
                "" + grid.zSpacingMm(),
                "" + grid.ySpacingMm(),
                "" + grid.xSpacingMm(),
                "" + axialAxis);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return Files.readAllBytes(labels);
    }
}

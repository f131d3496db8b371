package org.voxrelay.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Volume;

/** More labels than a byte has values. */
class ManyLabelsTest {
    private static final int LABELS = 300;
    private static final long[] WINDOW = {8, 16, 16};
    private static final Grid GRID = Grid.cubes(1, 24, 20, 16);

    @TempDir
    Path folder;

    @Test
    void everyVoxelHasTheLabelOfItsScores() throws Exception {
        IntUnaryOperator truth = voxel -> voxel * 7 % (LABELS + 1);
        LabelVolume found = segment(model(""), truth);
        assertThat(found.labels().capacity()).isEqualTo(2 * GRID.count());
        assertThat(labels(found)).isEqualTo(labels(truth));
    }

    /** 41 and 297 have the same lower byte: whoever decides by that sees no border between them. */
    @Test
    void bordersBetweenLabelsAreInterpolatedWhateverTheirNumbers() throws Exception {
        IntUnaryOperator truth = voxel -> voxel % GRID.xSize() < 12 ? 41 : 297;
        LabelVolume found =
                segment(model("{\"step\": \"resample\", \"spacingMm\": [2, 2, 2], \"alignment\": \"edges\"}"), truth);
        int[] row = IntStream.range(0, GRID.xSize()).map(found::label).toArray();
        assertThat(row).startsWith(IntStream.generate(() -> 41).limit(11).toArray());
        assertThat(row).endsWith(IntStream.generate(() -> 297).limit(11).toArray());
    }

    private ModelPackage model(String preprocess) throws Exception {
        TinyOnnx.nearest(LABELS + 1, WINDOW).writePackage(folder, WINDOW, LABELS, preprocess);
        return new ModelRepository(folder).version("tiny", "1");
    }

    private static LabelVolume segment(ModelPackage model, IntUnaryOperator truth) throws Exception {
        FloatBuffer samples = ByteBuffer.allocateDirect(Float.BYTES * GRID.count())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int voxel = 0; voxel < GRID.count(); voxel++) {
            samples.put(voxel, TinyOnnx.STEP * truth.applyAsInt(voxel));
        }
        try (var inference = new LocalInference(new EngineSelection(new OnnxEngine(1), "for the test"))) {
            return inference.segment(model, List.of(new Volume(GRID, samples)), Progress.NONE);
        }
    }

    private static int[] labels(LabelVolume volume) {
        return labels(volume::label);
    }

    private static int[] labels(IntUnaryOperator labels) {
        return IntStream.range(0, GRID.count()).map(labels).toArray();
    }
}

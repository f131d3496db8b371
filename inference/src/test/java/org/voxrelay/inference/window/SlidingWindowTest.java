package org.voxrelay.inference.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.UnsuitableVolumeException;
import org.voxrelay.inference.model.Tiling;
import org.voxrelay.inference.model.Tiling.Blending;
import org.voxrelay.inference.model.Tiling.Padding;
import org.voxrelay.inference.model.Tiling.Steps;
import org.voxrelay.inference.transform.Preprocessing;
import org.voxrelay.inference.transform.Workpiece;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Volume;

class SlidingWindowTest {
    private static final int CLASSES = 104;

    @ParameterizedTest
    @CsvSource({
        "40, 36, 120, 16, 0.5, GAUSSIAN, LAST_MOVED, 1",
        "33, 20, 47, 12, 0.25, CONSTANT, LAST_MOVED, 3",
        "30, 30, 61, 16, 0.5, GAUSSIAN_HALF, SPREAD, 2",
        "9, 30, 10, 16, 0.6, GAUSSIAN, LAST_MOVED, 4"
    })
    void eachVoxelIsFinishedOnceInMemoryThatDoesNotGrowWithTheLength(
            int x, int y, int z, int window, double overlap, Blending blending, Steps steps, int batch)
            throws Exception {
        var tiling =
                new Tiling(List.of(window, window, window), overlap, blending, steps, Padding.ZERO, batch, List.of());
        var windows = new SlidingWindow(tiling, piece(x, y, z), CLASSES);
        var sink = new Checking();
        windows.run(SlidingWindowTest::ramp, sink, Progress.NONE);
        assertThat(sink.voxels).isEqualTo((long) x * y * z);
        assertThat(sink.reached).isEqualTo(z);
        assertThat(sink.bytes).isLessThanOrEqualTo((long) (1.5 * windows.scoreBytes(false)) + (1 << 20));
    }

    @ParameterizedTest
    @CsvSource({"40, 36, 60, 16, 0.5, 2", "33, 20, 47, 12, 0.25, 3", "9, 60, 10, 16, 0.6, 4"})
    void stripsGiveTheSameScoresInLessMemory(int x, int y, int z, int window, double overlap, int strips)
            throws Exception {
        var tiling = new Tiling(
                List.of(window, window, window),
                overlap,
                Blending.GAUSSIAN,
                Steps.LAST_MOVED,
                Padding.ZERO,
                1,
                List.of());
        var windows = new SlidingWindow(tiling, piece(x, y, z), CLASSES);
        double bytes = windows.scoreBytes(false, strips);
        assertThat(bytes).isLessThan(windows.scoreBytes(false));
        assertThat(windows.scoreBytes(false, windows.fewestStrips(false, bytes)))
                .isLessThanOrEqualTo(bytes);
        assertThat(windows.fewestStrips(true, bytes)).isEqualTo(1);

        var whole = new Collecting(x, y, z);
        windows.run(SlidingWindowTest::places, whole, Progress.NONE);
        var parts = new Collecting(x, y, z);
        windows.run(SlidingWindowTest::places, parts, strips, Progress.NONE);
        assertThat(parts.scores).isEqualTo(whole.scores);
        assertThat(parts.voxels).isEqualTo(x * y * z);
        assertThat(parts.reached).isEqualTo(z);

        var checking = new Checking();
        windows.run(SlidingWindowTest::ramp, checking, strips, Progress.NONE);
        assertThat(checking.bytes).isLessThanOrEqualTo((long) (1.5 * bytes) + (1 << 20));
    }

    /** Scores that differ with the place in the window. */
    private static void places(FloatBuffer tiles, int count, int[] window, FloatBuffer scores) {
        for (int i = 0; i < count * CLASSES * window[0] * window[1] * window[2]; i++) {
            scores.put(i, (float) Math.sin(i));
        }
    }

    /** The scores of a channel by place, [z][y][x]. */
    private static final class Collecting implements ScoreSink {
        private final int x;
        private final int y;
        private final float[] scores;
        private int voxels;
        private int reached;

        Collecting(int x, int y, int z) {
            this.x = x;
            this.y = y;
            scores = new float[x * y * z];
        }

        @Override
        public boolean finished(ScoreCell cell) {
            for (int i = 0; i < cell.count(); i++) {
                int n2 = cell.start()[2] + i % cell.size()[2];
                int n1 = cell.start()[1] + i / cell.size()[2] % cell.size()[1];
                int n0 = cell.start()[0] + i / cell.size()[2] / cell.size()[1];
                scores[(n0 * y + n1) * x + n2] = cell.scores()[7 * cell.count() + i];
            }
            voxels += cell.count();
            return true;
        }

        @Override
        public void reached(int index, ScoreMemory memory) {
            reached = index;
        }
    }

    @Test
    void theMemoryOf104ClassesOn512x512x800IsAWindowsDepth() throws Exception {
        // A volume of a sixteenth of the sizes and windows has 1 / 4096 of the bytes.
        var small = new Tiling(List.of(6, 6, 6), 0.5, Blending.GAUSSIAN, Steps.LAST_MOVED, Padding.ZERO, 1, List.of());
        var windows = new SlidingWindow(small, piece(32, 32, 50), CLASSES);
        assertThat(4096 * windows.scoreBytes(false)).isLessThan(9.0 * (1L << 30));
    }

    @Test
    void scoresThatAreNoNumbersEndIt() throws Exception {
        var tiling = new Tiling(List.of(8, 8, 8), 0.5, Blending.GAUSSIAN, Steps.LAST_MOVED, Padding.ZERO, 1, List.of());
        TileNetwork broken = (tiles, count, window, scores) -> scores.put(5, Float.NaN);
        assertThatThrownBy(() ->
                        new SlidingWindow(tiling, piece(16, 16, 16), 2).run(broken, new Checking(), Progress.NONE))
                .isInstanceOf(UnsuitableVolumeException.class)
                .hasMessageContaining("no numbers");
    }

    /** The score of channel c is c, wherever the window is: so must the blended one be. */
    private static void ramp(FloatBuffer tiles, int count, int[] window, FloatBuffer scores) {
        int voxels = window[0] * window[1] * window[2];
        for (int i = 0; i < count * CLASSES * voxels; i++) {
            scores.put(i, i / voxels % CLASSES);
        }
    }

    private static final class Checking implements ScoreSink {
        private long voxels;
        private long bytes;
        private int reached;

        @Override
        public boolean finished(ScoreCell cell) {
            voxels += cell.count();
            for (int channel = 0; channel < cell.channels(); channel += 17) {
                assertThat(cell.scores()[channel * cell.count()]).isCloseTo(channel, within(1e-4f));
            }
            return true;
        }

        @Override
        public void reached(int index, ScoreMemory memory) {
            assertThat(index).isGreaterThan(reached);
            reached = index;
            bytes = memory.allocatedBytes();
        }
    }

    private static Workpiece piece(int x, int y, int z) throws Exception {
        Grid grid = Grid.cubes(1, x, y, z);
        FloatBuffer samples = ByteBuffer.allocateDirect(4 * grid.count())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return new Preprocessing(List.of(), 1 << 24).apply(List.of(new Volume(grid, samples)));
    }
}

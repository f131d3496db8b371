package org.voxrelay.inference.window;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.UnsuitableVolumeException;

/**
 * The weighted sums of scores, held only for cells that some window has reached and not all have: memory for a volume of
 * any length is that of one layer of windows. A cell is handed to the sink with its last window.
 */
final class ScoreSums {
    private final TileAxis[] axes;
    private final int channels;
    private final float[] weights;
    private final ScoreMemory memory = new ScoreMemory();
    private final ScoreCell[] cells;
    private final int[] missing;
    private final int stripAxis;
    private final int stripFrom;
    private final int stripTo;

    /** Only cells from one number to another (exclusive) along an axis are looked at. */
    ScoreSums(TileAxis[] axes, int channels, float[] weights, int stripAxis, int stripFrom, int stripTo) {
        this.stripAxis = stripAxis;
        this.stripFrom = stripFrom;
        this.stripTo = stripTo;
        this.axes = axes;
        this.channels = channels;
        this.weights = weights;
        cells = new ScoreCell[axes[0].cells() * axes[1].cells() * axes[2].cells()];
        missing = new int[cells.length];
        for (int cell = 0; cell < cells.length; cell++) {
            int[] at = place(cell);
            missing[cell] = axes[0].coverage(at[0]) * axes[1].coverage(at[1]) * axes[2].coverage(at[2]);
        }
    }

    ScoreMemory memory() {
        return memory;
    }

    private int[] place(int cell) {
        int k = cell % axes[2].cells();
        int rest = cell / axes[2].cells();
        return new int[] {rest / axes[1].cells(), rest % axes[1].cells(), k};
    }

    /**
     * @param tile which window, by axis
     * @param scores of several windows
     * @param offset where this window's begin
     */
    void add(int[] tile, FloatBuffer scores, int offset, ScoreSink sink) throws InferenceException {
        List<Integer> covered = covered(tile);
        List<Integer> fresh = new ArrayList<>();
        for (int cell : covered) {
            if (cells[cell] == null) {
                cells[cell] = newCell(cell);
                fresh.add(cell);
            }
        }
        int[] start = {axes[0].starts()[tile[0]], axes[1].starts()[tile[1]], axes[2].starts()[tile[2]]};
        IntStream.range(0, covered.size() * (channels + 1)).parallel().forEach(job -> {
            int cell = covered.get(job / (channels + 1));
            addChannel(cells[cell], job % (channels + 1), start, scores, offset, fresh.contains(cell));
        });
        for (int cell : covered) {
            if (--missing[cell] == 0) {
                finish(cell, sink);
            }
        }
    }

    private List<Integer> covered(int[] tile) {
        List<Integer> covered = new ArrayList<>();
        for (int cell = 0; cell < cells.length; cell++) {
            int[] at = place(cell);
            boolean inStrip = at[stripAxis] >= stripFrom && at[stripAxis] < stripTo;
            if (inStrip
                    && axes[0].covers(tile[0], at[0])
                    && axes[1].covers(tile[1], at[1])
                    && axes[2].covers(tile[2], at[2])) {
                covered.add(cell);
            }
        }
        return covered;
    }

    private ScoreCell newCell(int cell) {
        int[] at = place(cell);
        int[] start = new int[3];
        int[] size = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            start[axis] = axes[axis].edges()[at[axis]];
            size[axis] = axes[axis].cellSize(at[axis]);
        }
        int length = Math.multiplyExact(channels + 1, size[0] * size[1] * size[2]);
        return new ScoreCell(start, size, channels, memory.take(length));
    }

    /** The last channel is that of the weights. */
    private void addChannel(ScoreCell cell, int channel, int[] start, FloatBuffer scores, int offset, boolean fresh) {
        int width = cell.size()[2];
        float[] row = new float[width];
        float[] sums = cell.scores();
        int at = channel * cell.count();
        for (int i = 0; i < cell.size()[0]; i++) {
            for (int j = 0; j < cell.size()[1]; j++, at += width) {
                int place = ((cell.start()[0] + i - start[0]) * axes[1].window() + cell.start()[1] + j - start[1])
                                * axes[2].window()
                        + cell.start()[2]
                        - start[2];
                if (channel == channels) {
                    add(sums, at, weights, place, width, fresh);
                } else {
                    scores.get(offset + channel * weights.length + place, row);
                    addWeighted(sums, at, row, place, fresh);
                }
            }
        }
    }

    private static void add(float[] sums, int at, float[] values, int place, int width, boolean fresh) {
        if (fresh) {
            System.arraycopy(values, place, sums, at, width);
            return;
        }
        for (int k = 0; k < width; k++) {
            sums[at + k] += values[place + k];
        }
    }

    private void addWeighted(float[] sums, int at, float[] row, int place, boolean fresh) {
        if (fresh) {
            for (int k = 0; k < row.length; k++) {
                sums[at + k] = row[k] * weights[place + k];
            }
            return;
        }
        for (int k = 0; k < row.length; k++) {
            sums[at + k] += row[k] * weights[place + k];
        }
    }

    private void finish(int index, ScoreSink sink) throws InferenceException {
        ScoreCell cell = cells[index];
        cells[index] = null;
        if (!cell.normalise()) {
            throw new UnsuitableVolumeException("The model gave scores that are no numbers.");
        }
        if (sink.finished(cell)) {
            memory.give(cell.scores());
        }
    }
}

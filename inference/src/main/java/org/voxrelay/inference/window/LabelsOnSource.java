package org.voxrelay.inference.window;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.voxrelay.inference.model.Scores;
import org.voxrelay.inference.transform.AxisTaps;
import org.voxrelay.inference.transform.Workpiece;
import org.voxrelay.inference.volume.LabelVolume;

/**
 * Brings scores to the grid of the series and decides there. Where all voxels of the network around a place have the same
 * decision, so has the place: a mean of scores cannot choose otherwise. So scores are interpolated at the borders of
 * labels only, which gives what interpolating every class everywhere gives.
 */
public final class LabelsOnSource implements ScoreSink {
    private final Workpiece piece;
    private final Decision decision;
    private final AxisTaps[] taps;
    private final boolean between;
    private final int[] size;
    /** Axis of the network by axis of the series. */
    private final int[] networkAxis = new int[3];
    /** Decisions on the network's grid, [z][y][x] of the series' axes, counted as the network counts. */
    private final Codes codes;

    private final LabelVolume labels;
    private final Optional<ProbabilityRows> probabilities;
    private final List<ScoreCell> kept = new ArrayList<>();
    private final boolean[] written;

    /** @param labels on the grid of the series, wide enough for all numbers; written */
    public LabelsOnSource(Workpiece piece, Scores scores, LabelVolume labels) {
        this(piece, scores, labels, List.of(), List.of());
    }

    /**
     * The same with probabilities, which are interpolated everywhere.
     *
     * @param numbers labels whose probabilities are wanted
     * @param probabilities for each of them unsigned bytes [z][y][x], 255 for certain; written
     */
    public LabelsOnSource(
            Workpiece piece, Scores scores, LabelVolume labels, List<Integer> numbers, List<ByteBuffer> probabilities) {
        this.piece = piece;
        this.decision = Decision.of(scores);
        this.labels = labels;
        this.probabilities = Optional.of(probabilities)
                .filter(wanted -> !wanted.isEmpty())
                .map(wanted -> new ProbabilityRows(decision, decision.numbers(), numbers, wanted));
        taps = new AxisTaps[] {piece.taps(0), piece.taps(1), piece.taps(2)};
        between = taps[0].between() || taps[1].between() || taps[2].between();
        size = new int[] {piece.seriesSize(0), piece.seriesSize(1), piece.seriesSize(2)};
        for (int axis = 0; axis < 3; axis++) {
            networkAxis[piece.seriesAxis(axis)] = axis;
        }
        codes = new Codes(size[0] * size[1] * size[2], decision.kinds());
        written = new boolean[taps[0].size()];
    }

    /** Whether scores are needed after their own decision. */
    public boolean keepsScores() {
        return between || probabilities.isPresent();
    }

    @Override
    public boolean finished(ScoreCell cell) {
        decide(cell);
        if (keepsScores()) {
            kept.add(cell);
        }
        return !keepsScores();
    }

    private void decide(ScoreCell cell) {
        int[] stride = new int[3];
        int[] seriesStride = {size[1] * size[2], size[2], 1};
        for (int axis = 0; axis < 3; axis++) {
            stride[axis] = seriesStride[piece.seriesAxis(axis)];
        }
        int rows = cell.size()[0] * cell.size()[1];
        IntStream.range(0, rows).parallel().forEach(row -> {
            int i = row / cell.size()[1];
            int j = row % cell.size()[1];
            char[] decided = decision.row(cell, row * cell.size()[2], cell.size()[2]);
            int at =
                    (cell.start()[0] + i) * stride[0] + (cell.start()[1] + j) * stride[1] + cell.start()[2] * stride[2];
            codes.put(at, stride[2], decided);
        });
    }

    @Override
    public void reached(int index, ScoreMemory memory) {
        List<Integer> planes = IntStream.range(0, written.length)
                .filter(z -> !written[z] && Math.max(taps[0].low(z), taps[0].high(z)) < index)
                .boxed()
                .toList();
        var borders = new BorderScores(kept, networkAxis, size, decision);
        int rows = taps[1].size();
        IntStream.range(0, planes.size() * rows)
                .parallel()
                .forEach(row -> writeRow(planes.get(row / rows), row % rows, borders));
        planes.forEach(z -> written[z] = true);
        release(memory);
    }

    private void release(ScoreMemory memory) {
        int needed = Integer.MAX_VALUE;
        for (int z = 0; z < written.length; z++) {
            if (!written[z]) {
                int low = taps[0].low(z) == AxisTaps.NONE ? taps[0].high(z) : taps[0].low(z);
                needed = Math.min(needed, low);
            }
        }
        int axis = networkAxis[0];
        for (Iterator<ScoreCell> cells = kept.iterator(); cells.hasNext(); ) {
            ScoreCell cell = cells.next();
            if (cell.start()[axis] + cell.size()[axis] <= needed) {
                memory.give(cell.scores());
                cells.remove();
            }
        }
    }

    private void writeRow(int z, int y, BorderScores borders) {
        char[] row = new char[taps[2].size()];
        int zLow = taps[0].low(z);
        int zHigh = taps[0].high(z);
        int yLow = taps[1].low(y);
        int yHigh = taps[1].high(y);
        int[] lines = {line(zLow, yLow), line(zLow, yHigh), line(zHigh, yLow), line(zHigh, yHigh)};
        boolean nothing = lines[0] < 0 && lines[1] < 0 && lines[2] < 0 && lines[3] < 0;
        for (int x = 0; x < row.length && !nothing; x++) {
            int code = common(lines, taps[2].low(x), taps[2].high(x));
            if (code == MIXED) {
                code = borders.decide(
                        new int[] {zLow, yLow, taps[2].low(x)},
                        new int[] {zHigh, yHigh, taps[2].high(x)},
                        new float[] {taps[0].highWeight(z), taps[1].highWeight(y), taps[2].highWeight(x)});
            }
            row[x] = decision.label(code);
        }
        labels.put((z * taps[1].size() + y) * row.length, row);
        probabilities.ifPresent(rows -> rows.write(z, y, taps, borders));
    }

    private static final int MIXED = -1;

    private int line(int z, int y) {
        return z == AxisTaps.NONE || y == AxisTaps.NONE ? AxisTaps.NONE : (z * size[1] + y) * size[2];
    }

    /** The decision of all neighbours, or that they differ; 0 without any. */
    private int common(int[] lines, int xLow, int xHigh) {
        int common = -2;
        boolean cutAway = xLow < 0 || xHigh < 0;
        for (int line : lines) {
            cutAway |= line < 0;
            if (line >= 0 && xLow >= 0) {
                int code = codes.get(line + xLow);
                if (common != -2 && code != common) {
                    return MIXED;
                }
                common = code;
            }
            if (line >= 0 && xHigh >= 0 && xHigh != xLow) {
                int code = codes.get(line + xHigh);
                if (common != -2 && code != common) {
                    return MIXED;
                }
                common = code;
            }
        }
        if (common == -2) {
            return 0;
        }
        return cutAway && decision.dependsOnHeight() ? MIXED : common;
    }
}

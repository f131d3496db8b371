package org.voxrelay.inference.window;

import java.util.Arrays;
import java.util.List;
import org.voxrelay.inference.transform.AxisTaps;

/** Scores between voxels of the network, from the cells that are kept. For several threads at once. */
final class BorderScores {
    private final List<ScoreCell> kept;
    private final int[] networkAxis;
    private final Decision decision;
    /** By axis of the network, the cells' number along it by index; cells by these numbers. */
    private final int[][] cellAt = new int[3][];

    private final ScoreCell[] byPlace;
    private final int[] cellCounts = new int[3];

    BorderScores(List<ScoreCell> kept, int[] networkAxis, int[] seriesSize, Decision decision) {
        this.kept = kept;
        this.networkAxis = networkAxis;
        this.decision = decision;
        for (int series = 0; series < 3; series++) {
            int axis = networkAxis[series];
            cellAt[axis] = numbers(axis, seriesSize[series]);
        }
        byPlace = new ScoreCell[cellCounts[0] * cellCounts[1] * cellCounts[2]];
        for (ScoreCell cell : kept) {
            byPlace[place(cell.start()[0], cell.start()[1], cell.start()[2])] = cell;
        }
    }

    private int[] numbers(int axis, int size) {
        int[] starts = kept.stream()
                .mapToInt(cell -> cell.start()[axis])
                .distinct()
                .sorted()
                .toArray();
        cellCounts[axis] = starts.length;
        int[] numbers = new int[size];
        int number = -1;
        for (int index = 0; index < size; index++) {
            if (number + 1 < starts.length && starts[number + 1] == index) {
                number++;
            }
            numbers[index] = number;
        }
        return numbers;
    }

    private int place(int n0, int n1, int n2) {
        return (cellAt[0][n0] * cellCounts[1] + cellAt[1][n1]) * cellCounts[2] + cellAt[2][n2];
    }

    /** Indices and weights by axis of the series. */
    int decide(int[] low, int[] high, float[] highWeight) {
        float[] means = new float[decision.channels()];
        mean(low, high, highWeight, new float[means.length], means);
        return decision.of(means);
    }

    /**
     * Averages the scores around a place.
     *
     * @param here overwritten
     * @param means written; 0 where all around was cut away
     * @return whether there is anything around
     */
    boolean mean(int[] low, int[] high, float[] highWeight, float[] here, float[] means) {
        Arrays.fill(means, 0);
        boolean any = false;
        int[] at = new int[3];
        for (int corner = 0; corner < 8; corner++) {
            float weight = 1;
            boolean exists = true;
            for (int axis = 0; axis < 3; axis++) {
                boolean upper = (corner >> axis & 1) == 1;
                int index = upper ? high[axis] : low[axis];
                weight *= upper ? highWeight[axis] : 1 - highWeight[axis];
                exists &= index != AxisTaps.NONE;
                at[networkAxis[axis]] = index;
            }
            if (exists && weight != 0) {
                addCorner(at, weight, here, means);
                any = true;
            }
        }
        return any;
    }

    private void addCorner(int[] at, float weight, float[] here, float[] sums) {
        ScoreCell cell = byPlace[place(at[0], at[1], at[2])];
        int count = cell.count();
        int offset = cell.offset(at[0], at[1], at[2]);
        for (int channel = 0; channel < here.length; channel++) {
            here[channel] = cell.scores()[channel * count + offset];
        }
        decision.beforeInterpolation(here);
        for (int channel = 0; channel < here.length; channel++) {
            sums[channel] += weight * here[channel];
        }
    }
}

package org.voxrelay.inference.window;

import java.util.TreeSet;
import org.voxrelay.inference.model.Tiling.Steps;

/**
 * Windows along one axis, and the cells that their edges cut the axis into: a window covers whole cells. Indices are those
 * of the volume; where it is smaller than the window, the window begins before it.
 *
 * @param starts first index of each window
 * @param edges first index of each cell, and the size of the volume at the end
 */
record TileAxis(int size, int window, int[] starts, int[] edges) {
    static TileAxis of(int size, int wanted, double overlap, Steps steps) {
        int window = wanted == 0 ? size : wanted;
        int[] starts = starts(Math.max(size, window), window, overlap, steps);
        int padding = Math.max(0, window - size) / 2;
        var edges = new TreeSet<Integer>();
        edges.add(0);
        edges.add(size);
        for (int i = 0; i < starts.length; i++) {
            starts[i] -= padding;
            edges.add(Math.max(0, starts[i]));
            edges.add(Math.min(size, starts[i] + window));
        }
        return new TileAxis(
                size, window, starts, edges.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] starts(int size, int window, double overlap, Steps steps) {
        return switch (steps) {
            case LAST_MOVED -> lastMoved(size, window, overlap);
            case SPREAD -> spread(size, window, overlap);
        };
    }

    private static int[] lastMoved(int size, int window, double overlap) {
        int step = window == size ? window : Math.max(1, (int) (window * (1 - overlap)));
        int count = 1;
        while ((count - 1) * step + window < size) {
            count++;
        }
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = Math.min(i * step, size - window);
        }
        return starts;
    }

    private static int[] spread(int size, int window, double overlap) {
        int count = (int) Math.ceil((size - window) / (window * (1 - overlap))) + 1;
        int[] starts = new int[count];
        for (int i = 1; i < count; i++) {
            starts[i] = (int) Math.rint((double) (size - window) / (count - 1) * i);
        }
        return starts;
    }

    int cells() {
        return edges.length - 1;
    }

    int cellSize(int cell) {
        return edges[cell + 1] - edges[cell];
    }

    /** The cell that holds an index. */
    int cellOf(int index) {
        int cell = 0;
        while (edges[cell + 1] <= index) {
            cell++;
        }
        return cell;
    }

    boolean covers(int tile, int cell) {
        return starts[tile] <= edges[cell] && edges[cell + 1] <= starts[tile] + window;
    }

    /** How many windows cover a cell. */
    int coverage(int cell) {
        int count = 0;
        for (int tile = 0; tile < starts.length; tile++) {
            count += covers(tile, cell) ? 1 : 0;
        }
        return count;
    }
}

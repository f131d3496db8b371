package org.voxrelay.inference.volume;

import java.util.Arrays;

/**
 * Voxels that follow one another along a row and have one value, in all rows of a stack of planes, and which of them are
 * connected: neighbours of the same value are. Rows are added in their order, then {@link #join} is called once.
 */
final class Runs {
    private final int vSize;
    private final int reach;
    /** Index of the first run of each row, rows counted through all planes; one more at the end. */
    private final int[] firstRun;

    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private int[] value = new int[1024];
    private int[] parent = {};
    private int count;
    private int rows;

    /** Two runs of neighbouring rows, or of one row, that touch. */
    @FunctionalInterface
    interface Touch {
        void between(int run, int other);
    }

    Runs(int vSize, int wSize, Components.Neighbours neighbours) {
        this.vSize = vSize;
        reach = neighbours == Components.Neighbours.CORNERS ? 1 : 0;
        firstRun = new int[vSize * wSize + 1];
    }

    /** Adds a run to the row that is not ended yet. */
    void add(int start, int end, int ofValue) {
        if (count == from.length) {
            int larger = Math.addExact(count, count);
            from = Arrays.copyOf(from, larger);
            to = Arrays.copyOf(to, larger);
            value = Arrays.copyOf(value, larger);
        }
        from[count] = start;
        to[count] = end;
        value[count] = ofValue;
        count++;
    }

    void endRow() {
        rows++;
        firstRun[rows] = count;
    }

    /** Connects what has one value. */
    void join() {
        parent = new int[count];
        Arrays.setAll(parent, run -> run);
        forEachTouch((run, other) -> {
            if (value[run] == value[other]) {
                int left = root(run);
                int right = root(other);
                parent[Math.max(left, right)] = Math.min(left, right);
            }
        });
    }

    /** Tells runs that touch, whatever their values; not those of one row. */
    void forEachTouch(Touch touch) {
        for (int row = 0; row < rows; row++) {
            boolean first = row % vSize == 0;
            boolean last = row % vSize == vSize - 1;
            if (!first) {
                touch(row, row - 1, touch);
            }
            if (row >= vSize) {
                touch(row, row - vSize, touch);
            }
            if (row >= vSize && reach == 1 && !first) {
                touch(row, row - vSize - 1, touch);
            }
            if (row >= vSize && reach == 1 && !last) {
                touch(row, row - vSize + 1, touch);
            }
        }
    }

    private void touch(int row, int other, Touch touch) {
        int a = firstRun[row];
        int b = firstRun[other];
        while (a < firstRun[row + 1] && b < firstRun[other + 1]) {
            tell(a, b, touch);
            if (to[a] < to[b]) {
                a++;
            } else {
                if (to[a] == to[b] && a + 1 < firstRun[row + 1]) {
                    tell(a + 1, b, touch); // the next begins where both end: a corner
                }
                b++;
            }
        }
    }

    private void tell(int a, int b, Touch touch) {
        if (from[a] < to[b] + reach && from[b] < to[a] + reach) {
            touch.between(a, b);
        }
    }

    /** The first run of the component. */
    int root(int run) {
        int root = run;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    int count() {
        return count;
    }

    int from(int run) {
        return from[run];
    }

    /** The index after its last. */
    int to(int run) {
        return to[run];
    }

    int value(int run) {
        return value[run];
    }

    int firstOf(int row) {
        return firstRun[row];
    }

    int rows() {
        return rows;
    }

    /** Voxels of each component, by its root; 0 for other runs. */
    long[] sizes() {
        long[] sizes = new long[count];
        for (int run = 0; run < count; run++) {
            sizes[root(run)] += to[run] - from[run];
        }
        return sizes;
    }
}

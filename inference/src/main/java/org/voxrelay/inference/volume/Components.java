package org.voxrelay.inference.volume;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Connected components of bits in a stack of planes. Works on runs of bits, not on bits. */
final class Components {
    /** Which voxels are neighbours. */
    enum Neighbours {
        /** Those that share a face: 6. */
        FACES,
        /** Those that share a corner, too: 26. */
        CORNERS
    }

    private final Neighbours neighbours;
    private final int uSize;
    private final int vSize;
    private final int wSize;
    /** Index of the first run of each row, rows counted through all planes; one more at the end. */
    private final int[] firstRun;

    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private int[] parent = new int[1024];
    private int runs;

    /** @param planes each [v][u], {@code uSize} bits a row; neighbours share a face */
    Components(List<BitSet> planes, int uSize, int vSize) {
        this(planes, uSize, vSize, Neighbours.FACES);
    }

    Components(List<BitSet> planes, int uSize, int vSize, Neighbours neighbours) {
        this.neighbours = neighbours;
        this.uSize = uSize;
        this.vSize = vSize;
        this.wSize = planes.size();
        firstRun = new int[wSize * vSize + 1];
        for (int w = 0; w < wSize; w++) {
            for (int v = 0; v < vSize; v++) {
                addRow(planes.get(w), w, v);
            }
        }
    }

    private void addRow(BitSet plane, int w, int v) {
        int row = w * vSize + v;
        int begin = v * uSize;
        int end = begin + uSize;
        firstRun[row] = runs;
        for (int bit = plane.nextSetBit(begin); bit >= 0 && bit < end; ) {
            int after = Math.min(plane.nextClearBit(bit), end);
            add(bit - begin, after - begin);
            bit = plane.nextSetBit(after);
        }
        firstRun[row + 1] = runs;
        if (v > 0) {
            join(row, row - 1);
        }
        if (w > 0) {
            join(row, row - vSize);
            if (neighbours == Neighbours.CORNERS && v > 0) {
                join(row, row - vSize - 1);
            }
            if (neighbours == Neighbours.CORNERS && v < vSize - 1) {
                join(row, row - vSize + 1);
            }
        }
    }

    private void add(int start, int end) {
        if (runs == from.length) {
            int larger = Math.addExact(runs, runs);
            from = Arrays.copyOf(from, larger);
            to = Arrays.copyOf(to, larger);
            parent = Arrays.copyOf(parent, larger);
        }
        from[runs] = start;
        to[runs] = end;
        parent[runs] = runs;
        runs++;
    }

    /** Joins the runs of two neighbouring rows that overlap, or touch at a corner if that counts. */
    private void join(int row, int other) {
        int reach = neighbours == Neighbours.CORNERS ? 1 : 0;
        int a = firstRun[row];
        int b = firstRun[other];
        while (a < firstRun[row + 1] && b < firstRun[other + 1]) {
            if (from[a] < to[b] + reach && from[b] < to[a] + reach) {
                int left = root(a);
                int right = root(b);
                parent[Math.max(left, right)] = Math.min(left, right);
            }
            if (to[a] < to[b]) {
                a++;
            } else {
                b++;
            }
        }
    }

    private int root(int run) {
        int root = run;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    /** The component with the most bits (the first of several); nothing set if there is none. */
    List<BitSet> largest() {
        long[] sizes = new long[runs];
        int largest = -1;
        for (int run = 0; run < runs; run++) {
            sizes[root(run)] += to[run] - from[run];
        }
        for (int run = 0; run < runs; run++) {
            if (largest < 0 || sizes[run] > sizes[largest]) {
                largest = run;
            }
        }
        boolean[] chosen = new boolean[runs];
        if (largest >= 0) {
            chosen[largest] = true;
        }
        return planesOf(chosen);
    }

    /** The components of at least so many bits. */
    List<BitSet> ofSize(long least) {
        long[] sizes = new long[runs];
        for (int run = 0; run < runs; run++) {
            sizes[root(run)] += to[run] - from[run];
        }
        boolean[] chosen = new boolean[runs];
        for (int run = 0; run < runs; run++) {
            chosen[run] = sizes[run] >= least;
        }
        return planesOf(chosen);
    }

    /** The components that touch no face of the whole stack. */
    List<BitSet> enclosedInStack() {
        boolean[] chosen = new boolean[runs];
        Arrays.fill(chosen, true);
        for (int row = 0; row < wSize * vSize; row++) {
            boolean onFace = row % vSize == 0 || row % vSize == vSize - 1 || row < vSize || row >= (wSize - 1) * vSize;
            for (int run = firstRun[row]; run < firstRun[row + 1]; run++) {
                if (onFace || from[run] == 0 || to[run] == uSize) {
                    chosen[root(run)] = false;
                }
            }
        }
        return planesOf(chosen);
    }

    /** The components that touch no edge of their plane. */
    List<BitSet> enclosed() {
        boolean[] chosen = new boolean[runs];
        Arrays.fill(chosen, true);
        for (int row = 0; row < wSize * vSize; row++) {
            boolean edgeRow = row % vSize == 0 || row % vSize == vSize - 1;
            for (int run = firstRun[row]; run < firstRun[row + 1]; run++) {
                if (edgeRow || from[run] == 0 || to[run] == uSize) {
                    chosen[root(run)] = false;
                }
            }
        }
        return planesOf(chosen);
    }

    /** @param chosen by root */
    private List<BitSet> planesOf(boolean[] chosen) {
        BitSet[] planes = new BitSet[wSize];
        for (int w = 0; w < wSize; w++) {
            planes[w] = new BitSet(uSize * vSize);
            for (int v = 0; v < vSize; v++) {
                int row = w * vSize + v;
                for (int run = firstRun[row]; run < firstRun[row + 1]; run++) {
                    if (chosen[root(run)]) {
                        planes[w].set(v * uSize + from[run], v * uSize + to[run]);
                    }
                }
            }
        }
        return List.of(planes);
    }
}

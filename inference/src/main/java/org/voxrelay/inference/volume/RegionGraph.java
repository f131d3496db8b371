package org.voxrelay.inference.volume;

import java.util.Arrays;
import java.util.BitSet;

/** Connected parts of one label each, background too, and which of them touch. */
final class RegionGraph {
    private static final int UNCHANGED = -1;

    private final Runs runs;
    /** By run that is a root, the number of its part. */
    private final int[] number;
    /** By part. */
    private final int[] labels;

    private final BitSet changed = new BitSet();
    /** Parts at a face of the volume. */
    private final BitSet outer = new BitSet();
    /** Neighbours of all parts, one part after the other; where each one's begin. */
    private final int[] neighbours;

    private final int[] begin;

    /** @param runs of all voxels, joined */
    RegionGraph(Runs runs, Grid grid) {
        this.runs = runs;
        number = new int[runs.count()];
        int parts = 0;
        for (int run = 0; run < runs.count(); run++) {
            if (runs.root(run) == run) {
                number[run] = parts++;
            }
        }
        labels = new int[parts];
        for (int run = 0; run < runs.count(); run++) {
            labels[part(run)] = runs.value(run);
        }
        findOuter(grid);
        long[] pairs = pairs();
        begin = new int[parts + 1];
        for (long pair : pairs) {
            begin[(int) (pair >> 32) + 1]++;
        }
        for (int part = 0; part < parts; part++) {
            begin[part + 1] += begin[part];
        }
        neighbours = Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray();
    }

    private int part(int run) {
        return number[runs.root(run)];
    }

    private void findOuter(Grid grid) {
        int rows = grid.ySize();
        for (int row = 0; row < runs.rows(); row++) {
            int y = row % rows;
            boolean onFace = y == 0 || y == rows - 1 || row < rows || row >= runs.rows() - rows;
            for (int run = runs.firstOf(row); run < runs.firstOf(row + 1); run++) {
                if (onFace || runs.from(run) == 0 || runs.to(run) == grid.xSize()) {
                    outer.set(part(run));
                }
            }
        }
    }

    /** Each pair of parts that touch, both ways round, once: the first in the upper half. Ascending. */
    private long[] pairs() {
        var found = new Pairs();
        runs.forEachTouch((run, other) -> {
            if (runs.value(run) != runs.value(other)) {
                found.add(part(run), part(other));
            }
        });
        for (int row = 0; row < runs.rows(); row++) {
            for (int run = runs.firstOf(row) + 1; run < runs.firstOf(row + 1); run++) {
                found.add(part(run - 1), part(run)); // all voxels are in runs: neighbours in a row touch
            }
        }
        return found.distinct();
    }

    private static final class Pairs {
        private long[] pairs = new long[1 << 12];
        private int count;

        void add(int part, int other) {
            if (count + 2 > pairs.length) {
                pairs = distinct();
                count = pairs.length;
                pairs = Arrays.copyOf(pairs, Math.max(1 << 12, Math.multiplyExact(2, count)));
            }
            pairs[count++] = (long) part << 32 | other;
            pairs[count++] = (long) other << 32 | part;
        }

        long[] distinct() {
            return Arrays.stream(pairs, 0, count).sorted().distinct().toArray();
        }
    }

    /** What no way leads to from outside except through the label becomes that label. */
    void fillHoles(int label) {
        var reached = new BitSet(labels.length);
        int[] open = new int[labels.length];
        int count = 0;
        for (int part = outer.nextSetBit(0); part >= 0; part = outer.nextSetBit(part + 1)) {
            if (labels[part] != label) {
                reached.set(part);
                open[count++] = part;
            }
        }
        while (count > 0) {
            int part = open[--count];
            for (int i = begin[part]; i < begin[part + 1]; i++) {
                int next = neighbours[i];
                if (labels[next] != label && !reached.get(next)) {
                    reached.set(next);
                    open[count++] = next;
                }
            }
        }
        for (int part = reached.nextClearBit(0); part < labels.length; part = reached.nextClearBit(part + 1)) {
            if (labels[part] != label) {
                labels[part] = label;
                changed.set(part);
            }
        }
    }

    /** The label that the voxels of a run have got, or -1 if theirs stays. */
    int value(int run) {
        int part = part(run);
        return changed.get(part) ? labels[part] : UNCHANGED;
    }
}

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

    private final int uSize;
    private final int vSize;
    private final int wSize;
    private final Runs runs;

    /** @param planes each [v][u], {@code uSize} bits a row; neighbours share a face */
    Components(List<BitSet> planes, int uSize, int vSize) {
        this(planes, uSize, vSize, Neighbours.FACES);
    }

    Components(List<BitSet> planes, int uSize, int vSize, Neighbours neighbours) {
        this.uSize = uSize;
        this.vSize = vSize;
        this.wSize = planes.size();
        runs = new Runs(vSize, wSize, neighbours);
        for (BitSet plane : planes) {
            for (int v = 0; v < vSize; v++) {
                addRow(plane, v);
            }
        }
        runs.join();
    }

    private void addRow(BitSet plane, int v) {
        int begin = v * uSize;
        int end = begin + uSize;
        for (int bit = plane.nextSetBit(begin); bit >= 0 && bit < end; ) {
            int after = Math.min(plane.nextClearBit(bit), end);
            runs.add(bit - begin, after - begin, 0);
            bit = plane.nextSetBit(after);
        }
        runs.endRow();
    }

    /** The component with the most bits (the first of several); nothing set if there is none. */
    List<BitSet> largest() {
        long[] sizes = runs.sizes();
        boolean[] chosen = new boolean[runs.count()];
        int largest = 0;
        for (int run = 1; run < runs.count(); run++) {
            largest = sizes[run] > sizes[largest] ? run : largest;
        }
        if (runs.count() > 0) {
            chosen[largest] = true;
        }
        return planesOf(chosen);
    }

    /** The components that touch no face of the whole stack. */
    List<BitSet> enclosedInStack() {
        boolean[] chosen = new boolean[runs.count()];
        Arrays.fill(chosen, true);
        for (int row = 0; row < wSize * vSize; row++) {
            boolean onFace = row % vSize == 0 || row % vSize == vSize - 1 || row < vSize || row >= (wSize - 1) * vSize;
            removeTouching(row, onFace, chosen);
        }
        return planesOf(chosen);
    }

    /** The components that touch no edge of their plane. */
    List<BitSet> enclosed() {
        boolean[] chosen = new boolean[runs.count()];
        Arrays.fill(chosen, true);
        for (int row = 0; row < wSize * vSize; row++) {
            removeTouching(row, row % vSize == 0 || row % vSize == vSize - 1, chosen);
        }
        return planesOf(chosen);
    }

    private void removeTouching(int row, boolean onEdge, boolean[] chosen) {
        for (int run = runs.firstOf(row); run < runs.firstOf(row + 1); run++) {
            if (onEdge || runs.from(run) == 0 || runs.to(run) == uSize) {
                chosen[runs.root(run)] = false;
            }
        }
    }

    /** @param chosen by root */
    private List<BitSet> planesOf(boolean[] chosen) {
        BitSet[] planes = new BitSet[wSize];
        for (int w = 0; w < wSize; w++) {
            planes[w] = new BitSet(uSize * vSize);
            for (int v = 0; v < vSize; v++) {
                int row = w * vSize + v;
                for (int run = runs.firstOf(row); run < runs.firstOf(row + 1); run++) {
                    if (chosen[runs.root(run)]) {
                        planes[w].set(v * uSize + runs.from(run), v * uSize + runs.to(run));
                    }
                }
            }
        }
        return List.of(planes);
    }
}

package org.voxrelay.inference.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.voxrelay.inference.model.PostProcess.FillHoles;
import org.voxrelay.inference.model.PostProcess.KeepLargest;
import org.voxrelay.inference.model.PostProcess.RemoveFew;
import org.voxrelay.inference.model.PostProcess.RemoveSmall;
import org.voxrelay.inference.volume.Components.Neighbours;

/** Connected parts of labels: the largest, the small, the holes. Each step looks at the volume once, however many labels. */
public final class Regions {
    private static final int NOTHING = -1;

    private final LabelVolume labels;
    private final Grid grid;

    /** @param volume is changed in place */
    public Regions(LabelVolume volume) {
        grid = volume.grid();
        labels = volume;
    }

    public void apply(KeepLargest step) {
        int[] values = values(step.labels());
        if (step.together()) {
            Arrays.setAll(values, label -> values[label] == NOTHING ? NOTHING : 1);
        }
        Runs runs = runs(values, step.corners());
        long[] sizes = runs.sizes();
        int[] largest = new int[values.length];
        Arrays.fill(largest, NOTHING);
        for (int run = 0; run < runs.count(); run++) {
            int known = largest[runs.value(run)];
            if (known == NOTHING || sizes[run] > sizes[known]) {
                largest[runs.value(run)] = run;
            }
        }
        clear(runs, run -> largest[runs.value(run)] != runs.root(run));
    }

    public void apply(FillHoles step) {
        int[] all = new int[LabelVolume.MOST + 1];
        Arrays.setAll(all, label -> label);
        Runs runs = runs(all, step.corners());
        var graph = new RegionGraph(runs, grid);
        int[] wanted = values(step.labels());
        boolean[] occurs = new boolean[wanted.length];
        for (int run = 0; run < runs.count(); run++) {
            occurs[runs.value(run)] = true;
        }
        for (int label = 1; label < wanted.length; label++) {
            if (occurs[label] && wanted[label] != NOTHING) {
                graph.fillHoles(label);
            }
        }
        paint(runs, graph::value);
    }

    public void apply(RemoveSmall step) {
        remove(step.labels(), (long) Math.ceil(step.leastMm3() / grid.voxelMm3()), step.corners());
    }

    public void apply(RemoveFew step) {
        remove(step.labels(), step.leastVoxels(), step.corners());
    }

    private void remove(List<Integer> chosen, long least, boolean corners) {
        Runs runs = runs(values(chosen), corners);
        long[] sizes = runs.sizes();
        clear(runs, run -> sizes[runs.root(run)] < least);
    }

    /** By label the label itself, or that it does not count: background, and others than the given ones if any are given. */
    private static int[] values(List<Integer> chosen) {
        int[] values = new int[LabelVolume.MOST + 1];
        Arrays.setAll(values, label -> label > 0 && chosen.isEmpty() ? label : NOTHING);
        chosen.stream().filter(label -> label > 0 && label < values.length).forEach(label -> values[label] = label);
        return values;
    }

    /** @param values by label; what has none is in no run */
    private Runs runs(int[] values, boolean corners) {
        var runs = new Runs(grid.ySize(), grid.zSize(), corners ? Neighbours.CORNERS : Neighbours.FACES);
        char[] row = new char[grid.xSize()];
        for (int at = 0; at < grid.count(); at += row.length) {
            labels.get(at, row);
            for (int x = 0; x < row.length; ) {
                int value = values[row[x]];
                int end = x + 1;
                while (end < row.length && values[row[end]] == value) {
                    end++;
                }
                if (value != NOTHING) {
                    runs.add(x, end, value);
                }
                x = end;
            }
            runs.endRow();
        }
        runs.join();
        return runs;
    }

    private void clear(Runs runs, IntPredicate cleared) {
        paint(runs, run -> cleared.test(run) ? 0 : NOTHING);
    }

    /** What becomes of a run: a label, or {@link #NOTHING} if it stays. */
    private interface Colour {
        int of(int run);
    }

    private void paint(Runs runs, Colour colour) {
        for (int row = 0; row < runs.rows(); row++) {
            for (int run = runs.firstOf(row); run < runs.firstOf(row + 1); run++) {
                int label = colour.of(run);
                for (int x = runs.from(run); label != NOTHING && x < runs.to(run); x++) {
                    labels.put(row * grid.xSize() + x, label);
                }
            }
        }
    }

    /** Sets what is enclosed by what is set; neighbours share a face. {@code mask} is [z][y][x]. */
    public static void fillHoles(boolean[] mask, int[] size) {
        List<BitSet> rest = new ArrayList<>();
        int plane = size[1] * size[2];
        for (int z = 0; z < size[0]; z++) {
            var clear = new BitSet(plane);
            for (int bit = 0; bit < plane; bit++) {
                clear.set(bit, !mask[z * plane + bit]);
            }
            rest.add(clear);
        }
        List<BitSet> holes = new Components(rest, size[2], size[1]).enclosedInStack();
        for (int z = 0; z < size[0]; z++) {
            int offset = z * plane;
            holes.get(z).stream().forEach(bit -> mask[offset + bit] = true);
        }
    }
}

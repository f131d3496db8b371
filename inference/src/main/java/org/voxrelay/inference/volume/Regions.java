package org.voxrelay.inference.volume;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import org.voxrelay.inference.model.PostProcess.FillHoles;
import org.voxrelay.inference.model.PostProcess.KeepLargest;
import org.voxrelay.inference.model.PostProcess.RemoveFew;
import org.voxrelay.inference.model.PostProcess.RemoveSmall;
import org.voxrelay.inference.volume.Components.Neighbours;

/** Connected parts of labels: the largest, the small, the holes. */
public final class Regions {
    private final LabelVolume labels;
    private final int xSize;
    private final int ySize;
    private final int zSize;
    private final Grid grid;

    /** @param volume is changed in place */
    public Regions(LabelVolume volume) {
        grid = volume.grid();
        labels = volume;
        xSize = grid.xSize();
        ySize = grid.ySize();
        zSize = grid.zSize();
    }

    public void apply(KeepLargest step) {
        List<Integer> numbers = numbers(step.labels());
        if (step.together()) {
            List<BitSet> all = planes(numbers);
            clear(all, components(all, step.corners()).largest());
            return;
        }
        for (int number : numbers) {
            List<BitSet> one = planes(List.of(number));
            clear(one, components(one, step.corners()).largest());
        }
    }

    public void apply(FillHoles step) {
        for (int number : numbers(step.labels())) {
            List<BitSet> rest = planes(List.of(number));
            rest.forEach(plane -> plane.flip(0, xSize * ySize));
            paint(components(rest, step.corners()).enclosedInStack(), number);
        }
    }

    public void apply(RemoveSmall step) {
        remove(step.labels(), (long) Math.ceil(step.leastMm3() / grid.voxelMm3()), step.corners());
    }

    public void apply(RemoveFew step) {
        remove(step.labels(), step.leastVoxels(), step.corners());
    }

    private void remove(List<Integer> chosen, long least, boolean corners) {
        for (int number : numbers(chosen)) {
            List<BitSet> one = planes(List.of(number));
            clear(one, components(one, corners).ofSize(least));
        }
    }

    /** Those that occur; of the given ones if any are given. */
    private List<Integer> numbers(List<Integer> chosen) {
        boolean[] occurs = new boolean[LabelVolume.MOST + 1];
        for (int i = 0; i < grid.count(); i++) {
            occurs[labels.label(i)] = true;
        }
        var numbers = new TreeSet<Integer>();
        for (int number = 1; number <= LabelVolume.MOST; number++) {
            if (occurs[number] && (chosen.isEmpty() || chosen.contains(number))) {
                numbers.add(number);
            }
        }
        return List.copyOf(numbers);
    }

    private List<BitSet> planes(List<Integer> numbers) {
        boolean[] wanted = new boolean[LabelVolume.MOST + 1];
        numbers.forEach(number -> wanted[number] = true);
        List<BitSet> planes = new ArrayList<>();
        int index = 0;
        for (int z = 0; z < zSize; z++) {
            var plane = new BitSet(xSize * ySize);
            for (int bit = 0; bit < xSize * ySize; bit++, index++) {
                if (wanted[labels.label(index)]) {
                    plane.set(bit);
                }
            }
            planes.add(plane);
        }
        return planes;
    }

    private Components components(List<BitSet> planes, boolean corners) {
        return new Components(planes, xSize, ySize, corners ? Neighbours.CORNERS : Neighbours.FACES);
    }

    private void clear(List<BitSet> all, List<BitSet> kept) {
        for (int z = 0; z < zSize; z++) {
            all.get(z).andNot(kept.get(z));
        }
        paint(all, 0);
    }

    private void paint(List<BitSet> planes, int number) {
        for (int z = 0; z < zSize; z++) {
            int offset = z * xSize * ySize;
            planes.get(z).stream().forEach(bit -> labels.put(offset + bit, number));
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

package org.voxrelay.inference.quality;

import java.util.BitSet;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.voxrelay.inference.volume.Grid;

/**
 * The mean distance of two surfaces: of each surface voxel of either mask from the nearest one of the other. A voxel is at
 * the surface if one of its six neighbours is not in the mask.
 */
final class SurfaceDistance {
    /** Larger boxes would take more memory than a number is worth. */
    private static final long MOST_VOXELS = 1 << 24;

    private final Grid grid;
    private final Box box;

    SurfaceDistance(Grid grid, Box box) {
        this.grid = grid;
        this.box = box;
    }

    /** @param one with a voxel at least, all of them in the box, as the other */
    OptionalDouble mean(IntPredicate one, IntPredicate other) {
        if (box.count() > MOST_VOXELS) {
            return OptionalDouble.empty();
        }
        BitSet first = surface(mask(one));
        BitSet second = surface(mask(other));
        double sum = sum(first, second) + sum(second, first);
        return OptionalDouble.of(sum / (first.cardinality() + second.cardinality()));
    }

    private BitSet mask(IntPredicate belongs) {
        var mask = new BitSet((int) box.count());
        int at = 0;
        for (int z = 0; z < box.size(2); z++) {
            for (int y = 0; y < box.size(1); y++) {
                int row = ((box.low(2) + z) * grid.ySize() + box.low(1) + y) * grid.xSize() + box.low(0);
                for (int x = 0; x < box.size(0); x++) {
                    mask.set(at++, belongs.test(row + x));
                }
            }
        }
        return mask;
    }

    private BitSet surface(BitSet mask) {
        var surface = new BitSet((int) box.count());
        int slice = box.size(0) * box.size(1);
        for (int at = mask.nextSetBit(0); at >= 0; at = mask.nextSetBit(at + 1)) {
            boolean within = holds(mask, at, at % box.size(0), box.size(0), 1)
                    && holds(mask, at, at / box.size(0) % box.size(1), box.size(1), box.size(0))
                    && holds(mask, at, at / slice, box.size(2), slice);
            surface.set(at, !within);
        }
        return surface;
    }

    /** Whether both neighbours along an axis are in the mask; nothing is beyond the box. */
    private static boolean holds(BitSet mask, int at, int place, int size, int stride) {
        return place > 0 && place < size - 1 && mask.get(at - stride) && mask.get(at + stride);
    }

    private double sum(BitSet from, BitSet to) {
        float[] squares = new SquaredDistances(
                        new int[] {box.size(0), box.size(1), box.size(2)},
                        new double[] {grid.xSpacingMm(), grid.ySpacingMm(), grid.zSpacingMm()})
                .from(to);
        return from.stream().mapToDouble(at -> Math.sqrt(squares[at])).sum();
    }
}

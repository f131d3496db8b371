package org.voxrelay.inference.quality;

import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.voxrelay.inference.volume.Grid;

/** Compares masks on one grid. A mask says by a voxel's place in [z][y][x] order whether it belongs to it. */
public final class Comparison {
    private static final double MM3_PER_ML = 1000;

    private final Grid grid;
    private final double voxelMl;

    /** @param grid of all masks */
    public Comparison(Grid grid) {
        this.grid = grid;
        this.voxelMl = grid.voxelMm3() / MM3_PER_ML;
    }

    /** How the first agrees with the second. */
    public Agreement compare(IntPredicate found, IntPredicate reference) {
        long inFound = 0;
        long inReference = 0;
        long inBoth = 0;
        var box = new Box();
        int voxel = 0;
        for (int z = 0; z < grid.zSize(); z++) {
            for (int y = 0; y < grid.ySize(); y++) {
                for (int x = 0; x < grid.xSize(); x++, voxel++) {
                    boolean one = found.test(voxel);
                    boolean other = reference.test(voxel);
                    inFound += one ? 1 : 0;
                    inReference += other ? 1 : 0;
                    inBoth += one && other ? 1 : 0;
                    if (one || other) {
                        box.add(x, y, z);
                    }
                }
            }
        }
        OptionalDouble surface = inFound == 0 || inReference == 0
                ? OptionalDouble.empty()
                : new SurfaceDistance(grid, box).mean(found, reference);
        return new Agreement(inFound, inReference, inBoth, voxelMl, surface);
    }
}

package org.voxrelay.inference.quality;

/** The smallest box around the voxels that were added. */
final class Box {
    private final int[] low = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    private final int[] high = {-1, -1, -1};

    void add(int x, int y, int z) {
        add(0, x);
        add(1, y);
        add(2, z);
    }

    private void add(int axis, int place) {
        low[axis] = Math.min(low[axis], place);
        high[axis] = Math.max(high[axis], place);
    }

    /** @param axis 0 for x, 1 for y, 2 for z */
    int low(int axis) {
        return low[axis];
    }

    int size(int axis) {
        return high[axis] - low[axis] + 1;
    }

    long count() {
        return (long) size(0) * size(1) * size(2);
    }
}

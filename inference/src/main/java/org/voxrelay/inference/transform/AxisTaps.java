package org.voxrelay.inference.transform;

/**
 * For each voxel of the series along one axis, the two voxels of the network's grid that it lies between. A neighbour of
 * {@link #NONE} was cut away: its scores count as 0.
 */
public final class AxisTaps {
    /** No such voxel on the network's grid. */
    public static final int NONE = -1;

    private final int[] low;
    private final int[] high;
    private final float[] highWeight;
    private boolean between;

    AxisTaps(int size) {
        low = new int[size];
        high = new int[size];
        highWeight = new float[size];
    }

    void outside(int source) {
        low[source] = NONE;
        high[source] = NONE;
    }

    void set(int source, double at, double least, double most) {
        int floor = (int) Math.floor(at);
        float weight = (float) (at - floor);
        int next = weight == 0 ? floor : floor + 1;
        low[source] = floor >= least && floor <= most ? floor : NONE;
        high[source] = next >= least && next <= most ? next : NONE;
        highWeight[source] = weight;
        between |= weight != 0;
    }

    public int size() {
        return low.length;
    }

    public int low(int source) {
        return low[source];
    }

    public int high(int source) {
        return high[source];
    }

    /** Of the higher neighbour, 0 to 1; the lower one has the rest. */
    public float highWeight(int source) {
        return highWeight[source];
    }

    /** Whether any voxel lies between two. */
    public boolean between() {
        return between;
    }
}

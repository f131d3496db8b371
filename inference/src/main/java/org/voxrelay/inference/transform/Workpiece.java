package org.voxrelay.inference.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Volume;

/**
 * The channels of a series on their way to the network. Samples stay in the order of the series, [z][y][x]; turning to the
 * network's axes is only noted, and done when a tile is cut out. Axes here are those of the series: 0 is z, 1 y, 2 x.
 */
public final class Workpiece {
    final int[] size;
    final double[] spacingMm;
    final int[] order = {0, 1, 2};
    final boolean[] flipped = new boolean[3];
    final AxisPath[] paths;
    private final Grid source;
    private final List<Samples> channels = new ArrayList<>();
    /** By voxel, after a crop that tells foreground from background. */
    private Optional<boolean[]> foreground = Optional.empty();

    Workpiece(List<Volume> volumes) {
        source = volumes.get(0).grid();
        size = new int[] {source.zSize(), source.ySize(), source.xSize()};
        spacingMm = new double[] {source.zSpacingMm(), source.ySpacingMm(), source.xSpacingMm()};
        paths = new AxisPath[] {new AxisPath(size[0]), new AxisPath(size[1]), new AxisPath(size[2])};
        volumes.forEach(volume -> channels.add(new Samples.OfVolume(volume.voxels())));
    }

    public Grid source() {
        return source;
    }

    public int channelCount() {
        return channels.size();
    }

    /** Samples of a channel, [z][y][x] of {@link #seriesSize}. Read only. */
    public float[] channel(int index) {
        return channels.get(index).array();
    }

    /** By axis of the series. */
    public int seriesSize(int axis) {
        return size[axis];
    }

    /** Sizes in the order of the network's axes. */
    public int[] networkSize() {
        return new int[] {size[order[0]], size[order[1]], size[order[2]]};
    }

    /** Which axis of the series an axis of the network is. */
    public int seriesAxis(int networkAxis) {
        return order[networkAxis];
    }

    /** Whether an axis of the series runs against that of the network. */
    public boolean isFlipped(int seriesAxis) {
        return flipped[seriesAxis];
    }

    /** The way back along an axis of the series. */
    public AxisTaps taps(int seriesAxis) {
        return paths[seriesAxis].taps();
    }

    boolean isFinite() {
        return channels.stream().allMatch(FiniteCheck::holds);
    }

    /** Has all channels in arrays, whose samples a step may change; from now on nothing is read from the volumes. */
    List<float[]> arrays() {
        replaceChannels(Samples::array);
        return channels.stream().map(Samples::array).toList();
    }

    void replaceChannels(Function<Samples, float[]> change) {
        channels.replaceAll(samples -> new Samples.OfArray(change.apply(samples)));
    }

    Optional<boolean[]> foreground() {
        return foreground;
    }

    void foreground(boolean[] mask) {
        foreground = Optional.of(mask);
    }

    int count() {
        return Math.multiplyExact(Math.multiplyExact(size[0], size[1]), size[2]);
    }

    /** Turns towards the network's axes. */
    void orient(int[] newOrder, boolean[] newFlipped) {
        System.arraycopy(newOrder, 0, order, 0, 3);
        for (int axis = 0; axis < 3; axis++) {
            if (newFlipped[axis] != flipped[axis]) {
                paths[axis].flip(size[axis]);
                flipped[axis] = newFlipped[axis];
            }
        }
    }

    /**
     * Cuts away or adds zeros.
     *
     * @param before by axis of the series, at the end where the network's index is low; negative to add
     */
    void window(int[] before, int[] newSize) {
        int[] start = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            paths[axis].window(before[axis], newSize[axis]);
            start[axis] = flipped[axis] ? size[axis] - before[axis] - newSize[axis] : before[axis];
        }
        if (Arrays.equals(size, newSize) && Arrays.equals(start, new int[3])) {
            return;
        }
        replaceChannels(samples -> Windows.cut(samples.array(), size, start, newSize));
        foreground = foreground.map(mask -> Windows.cut(mask, size, start, newSize));
        System.arraycopy(newSize, 0, size, 0, 3);
    }
}

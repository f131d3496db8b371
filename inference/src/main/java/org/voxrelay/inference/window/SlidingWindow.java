package org.voxrelay.inference.window;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.model.Tiling;
import org.voxrelay.inference.transform.Workpiece;

/**
 * Runs a network over a volume window by window. Windows go layer by layer along the slowest axis of the series, row by row
 * in a layer, so that neighbours share what is in the caches and scores become final soon.
 *
 * <p>Where a layer's scores are too many, the volume is done in strips, one after the other over all layers. Windows on the
 * border of two strips run for both, so the scores are the same.
 */
public final class SlidingWindow {
    /** Windows that an engine wants together, beyond the package's batch, take so much at most: 512 MiB. */
    private static final long GROUP_FLOATS = 1L << 27;

    private final Tiling tiling;
    private final Workpiece piece;
    private final int channels;
    private final TileAxis[] axes = new TileAxis[3];
    private final int[] window = new int[3];
    private final int layerAxis;
    /** The axis of rows of windows, and the one along a row. */
    private final int across;

    private final int along;

    /** @param channels of the scores */
    public SlidingWindow(Tiling tiling, Workpiece piece, int channels) {
        this.tiling = tiling;
        this.piece = piece;
        this.channels = channels;
        int layers = 0;
        int[] size = piece.networkSize();
        for (int axis = 0; axis < 3; axis++) {
            axes[axis] = TileAxis.of(size[axis], tiling.window().get(axis), tiling.overlap(), tiling.steps());
            window[axis] = axes[axis].window();
            layers = piece.seriesAxis(axis) == 0 ? axis : layers;
        }
        layerAxis = layers;
        across = layerAxis == 0 ? 1 : 0;
        along = 3 - layerAxis - across;
    }

    /** Of one window as the network sees it: [1][channel][n0][n1][n2]. */
    public long[] inputShape() {
        return new long[] {1, piece.channelCount(), window[0], window[1], window[2]};
    }

    /** Windows in all, in one strip. */
    public int count() {
        return axes[0].starts().length * axes[1].starts().length * axes[2].starts().length;
    }

    /**
     * How much memory the sums of scores may take, in bytes.
     *
     * @param keptForNeighbours whether scores are needed until those beside them are known
     */
    public double scoreBytes(boolean keptForNeighbours) {
        return scoreBytes(keptForNeighbours, 1);
    }

    /** The same for a volume that is done in strips. */
    public double scoreBytes(boolean keptForNeighbours, int strips) {
        int width = 0;
        for (Strip strip : strips(strips)) {
            width = Math.max(
                    width, axes[across].edges()[strip.to()] - axes[across].edges()[strip.from()]);
        }
        double plane = (double) width * axes[along].size();
        double depth = Math.min(window[layerAxis], axes[layerAxis].size());
        double step = largestCell(layerAxis);
        double row = Math.min(1, (window[across] + largestCell(across)) / (double) width);
        double open = keptForNeighbours ? depth + step : overlapOfLayers() + step * row;
        return Float.BYTES * (channels + 1.0) * plane * open;
    }

    /** The fewest strips whose scores fit, or the most there can be. Scores that are kept for neighbours need one strip. */
    public int fewestStrips(boolean keptForNeighbours, double bytes) {
        int strips = 1;
        while (!keptForNeighbours
                && scoreBytes(false, strips) > bytes
                && strips(strips + 1).size() > strips) {
            strips++;
        }
        return strips;
    }

    /** Cells of a strip by their number across. */
    private record Strip(int from, int to) {}

    /** Strips of about equal width, whose borders are borders of cells; fewer where there are not so many cells. */
    private List<Strip> strips(int wanted) {
        TileAxis axis = axes[across];
        var strips = new ArrayList<Strip>();
        int from = 0;
        for (int cell = 1; cell <= axis.cells(); cell++) {
            boolean wide = axis.edges()[cell] >= (strips.size() + 1.0) * axis.size() / wanted;
            if (cell == axis.cells() || wide) {
                strips.add(new Strip(from, cell));
                from = cell;
            }
        }
        return strips;
    }

    /** The most planes that a layer shares with the next; the last one is moved back to fit and so shares most. */
    private int overlapOfLayers() {
        int[] starts = axes[layerAxis].starts();
        int most = 0;
        for (int layer = 1; layer < starts.length; layer++) {
            most = Math.max(most, starts[layer - 1] + window[layerAxis] - starts[layer]);
        }
        return most;
    }

    private int largestCell(int axis) {
        int largest = 0;
        for (int cell = 0; cell < axes[axis].cells(); cell++) {
            largest = Math.max(largest, axes[axis].cellSize(cell));
        }
        return largest;
    }

    /** In one strip. */
    public void run(TileNetwork network, ScoreSink sink, Progress progress)
            throws InferenceException, InterruptedException {
        run(network, sink, 1, progress);
    }

    /**
     * Runs all windows.
     *
     * @param sink is told what is reached in the last strip only
     * @param strips more than one only for a sink that needs no neighbours
     * @param progress is told the share of windows that are done
     */
    public void run(TileNetwork network, ScoreSink sink, int strips, Progress progress)
            throws InferenceException, InterruptedException {
        var batches = new Batches(network);
        float[] weights = WindowWeights.of(tiling.blending(), window);
        List<Strip> parts = strips(strips);
        int layers = axes[layerAxis].starts().length;
        for (int part = 0; part < parts.size(); part++) {
            Strip strip = parts.get(part);
            var sums = new ScoreSums(axes, channels, weights, across, strip.from(), strip.to());
            for (int layer = 0; layer < layers; layer++) {
                double before = part * layers + layer;
                Progress ofLayer =
                        (share, step) -> progress.at((before + share) / (layers * (double) parts.size()), step);
                batches.run(places(layer, strip), sums, sink, ofLayer);
                if (part == parts.size() - 1) {
                    sink.reached(finishedAfter(layer), sums.memory());
                }
            }
        }
        progress.at(1, "run model");
    }

    /** Runs windows, some at a time, in buffers that are made once. */
    private final class Batches {
        private final TileNetwork network;
        private final TileCutter cutter = new TileCutter(piece, tiling.padding());
        private final int voxels = Math.multiplyExact(Math.multiplyExact(window[0], window[1]), window[2]);
        private final int most;
        private final FloatBuffer tiles;
        private final FloatBuffer scores;

        Batches(TileNetwork network) throws InferenceException {
            this.network = network;
            most = Math.min(count(), Math.max(tiling.batch(), wanted()));
            tiles = floats((long) most * piece.channelCount() * voxels);
            scores = floats((long) most * channels * voxels);
        }

        private int wanted() {
            long room = GROUP_FLOATS / ((long) Math.max(channels, piece.channelCount()) * voxels);
            return (int) Math.max(1, Math.min(network.windowsAtOnce(), room));
        }

        /** @param progress is told the share of these windows that are done */
        void run(List<int[]> places, ScoreSums sums, ScoreSink sink, Progress progress)
                throws InferenceException, InterruptedException {
            for (int first = 0; first < places.size(); first += most) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("segmentation was cancelled");
                }
                progress.at((double) first / places.size(), "run model");
                run(places.subList(first, Math.min(places.size(), first + most)), sums, sink);
            }
        }

        private void run(List<int[]> places, ScoreSums sums, ScoreSink sink) throws InferenceException {
            for (int i = 0; i < places.size(); i++) {
                cutter.cut(starts(places.get(i)), window, tiles, i * piece.channelCount() * voxels);
            }
            network.run(tiles, places.size(), window, scores);
            for (int i = 0; i < places.size(); i++) {
                sums.add(places.get(i), scores, i * channels * voxels, sink);
            }
        }
    }

    private static FloatBuffer floats(long count) throws InferenceException {
        if (count * Float.BYTES > Integer.MAX_VALUE) {
            throw new InferenceException("One batch of the model's windows takes " + count * Float.BYTES
                    + " bytes; up to 2 GiB are possible. A smaller window or batch is needed.");
        }
        return ByteBuffer.allocateDirect((int) count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** The windows of a layer that reach into a strip, by their number along each axis. */
    private List<int[]> places(int layer, Strip strip) {
        List<int[]> places = new ArrayList<>();
        for (int i = 0; i < axes[across].starts().length; i++) {
            int window = i;
            if (IntStream.range(strip.from(), strip.to()).noneMatch(cell -> axes[across].covers(window, cell))) {
                continue;
            }
            for (int j = 0; j < axes[along].starts().length; j++) {
                int[] place = new int[3];
                place[layerAxis] = layer;
                place[across] = i;
                place[along] = j;
                places.add(place);
            }
        }
        return places;
    }

    private int[] starts(int[] place) {
        return new int[] {axes[0].starts()[place[0]], axes[1].starts()[place[1]], axes[2].starts()[place[2]]};
    }

    private int finishedAfter(int layer) {
        int[] starts = axes[layerAxis].starts();
        return layer + 1 < starts.length ? starts[layer + 1] : axes[layerAxis].size();
    }
}

package org.voxrelay.inference.window;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.model.Tiling;
import org.voxrelay.inference.transform.Workpiece;

/**
 * Runs a network over a volume window by window. Windows go layer by layer along the slowest axis of the series, row by row
 * in a layer, so that neighbours share what is in the caches and scores become final soon.
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
    }

    /** Of one window as the network sees it: [1][channel][n0][n1][n2]. */
    public long[] inputShape() {
        return new long[] {1, piece.channelCount(), window[0], window[1], window[2]};
    }

    /** Windows in all. */
    public int count() {
        return axes[0].starts().length * axes[1].starts().length * axes[2].starts().length;
    }

    /**
     * How much memory the sums of scores may take, in bytes.
     *
     * @param keptForNeighbours whether scores are needed until those beside them are known
     */
    public double scoreBytes(boolean keptForNeighbours) {
        int across = (layerAxis + 1) % 3;
        int along = (layerAxis + 2) % 3;
        double plane = (double) axes[across].size() * axes[along].size();
        double depth = Math.min(window[layerAxis], axes[layerAxis].size());
        double step = largestCell(layerAxis);
        double open = keptForNeighbours ? depth + step : overlapOfLayers() + step * Math.min(1, openShare(across));
        return Float.BYTES * (channels + 1.0) * plane * open;
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

    private double openShare(int across) {
        return (window[across] + largestCell(across)) / (double) axes[across].size();
    }

    private int largestCell(int axis) {
        int largest = 0;
        for (int cell = 0; cell < axes[axis].cells(); cell++) {
            largest = Math.max(largest, axes[axis].cellSize(cell));
        }
        return largest;
    }

    /** @param progress is told the share of windows that are done */
    public void run(TileNetwork network, ScoreSink sink, Progress progress)
            throws InferenceException, InterruptedException {
        int voxels = Math.multiplyExact(Math.multiplyExact(window[0], window[1]), window[2]);
        int batch = Math.min(count(), Math.max(tiling.batch(), wanted(network, voxels)));
        FloatBuffer tiles = floats((long) batch * piece.channelCount() * voxels);
        FloatBuffer scores = floats((long) batch * channels * voxels);
        var sums = new ScoreSums(axes, channels, WindowWeights.of(tiling.blending(), window));
        var cutter = new TileCutter(piece, tiling.padding());
        int done = 0;
        for (int layer = 0; layer < axes[layerAxis].starts().length; layer++) {
            List<int[]> places = places(layer);
            for (int first = 0; first < places.size(); first += batch) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("segmentation was cancelled");
                }
                progress.at((double) done / count(), "run model");
                List<int[]> now = places.subList(first, Math.min(places.size(), first + batch));
                for (int i = 0; i < now.size(); i++) {
                    cutter.cut(starts(now.get(i)), window, tiles, i * piece.channelCount() * voxels);
                }
                network.run(tiles, now.size(), window, scores);
                for (int i = 0; i < now.size(); i++) {
                    sums.add(now.get(i), scores, i * channels * voxels, sink);
                }
                done += now.size();
            }
            sink.reached(finishedAfter(layer), sums.memory());
        }
        progress.at(1, "run model");
    }

    private int wanted(TileNetwork network, int voxels) {
        long room = GROUP_FLOATS / ((long) Math.max(channels, piece.channelCount()) * voxels);
        return (int) Math.max(1, Math.min(network.windowsAtOnce(), room));
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

    /** The windows of a layer, by their number along each axis. */
    private List<int[]> places(int layer) {
        List<int[]> places = new ArrayList<>();
        int across = layerAxis == 0 ? 1 : 0;
        int along = 3 - layerAxis - across;
        for (int i = 0; i < axes[across].starts().length; i++) {
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

package org.voxrelay.inference.window;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.voxrelay.inference.model.Tiling.Padding;
import org.voxrelay.inference.transform.Workpiece;

/** Cuts windows out of a workpiece, turned to the network's axes; outside the volume is 0 or its nearest voxel. */
final class TileCutter {
    private final Workpiece piece;
    private final int[] size;
    /** Distance in the series' array between neighbours along each axis of the network; negative if it is flipped. */
    private final int[] stride = new int[3];

    private final Padding padding;
    private int origin;

    TileCutter(Workpiece piece, Padding padding) {
        this.piece = piece;
        this.padding = padding;
        this.size = piece.networkSize();
        int[] seriesStride = {piece.seriesSize(1) * piece.seriesSize(2), piece.seriesSize(2), 1};
        for (int axis = 0; axis < 3; axis++) {
            int series = piece.seriesAxis(axis);
            stride[axis] = seriesStride[series];
            if (piece.isFlipped(series)) {
                origin += (piece.seriesSize(series) - 1) * seriesStride[series];
                stride[axis] = -stride[axis];
            }
        }
    }

    /** @param offset in {@code tiles}, where the window's first channel begins */
    void cut(int[] start, int[] window, FloatBuffer tiles, int offset) {
        float[] row = new float[window[2]];
        int at = offset;
        for (int channel = 0; channel < piece.channelCount(); channel++) {
            float[] samples = piece.channel(channel);
            for (int i = start[0]; i < start[0] + window[0]; i++) {
                for (int j = start[1]; j < start[1] + window[1]; j++, at += window[2]) {
                    int near0 = Math.max(0, Math.min(size[0] - 1, i));
                    int near1 = Math.max(0, Math.min(size[1] - 1, j));
                    boolean inside = padding == Padding.EDGE || near0 == i && near1 == j;
                    fill(row, samples, inside, origin + near0 * stride[0] + near1 * stride[1], start[2]);
                    tiles.put(at, row);
                }
            }
        }
    }

    private void fill(float[] row, float[] samples, boolean inside, int base, int first) {
        int from = inside ? Math.max(0, -first) : row.length;
        int to = Math.max(from, Math.min(row.length, size[2] - first));
        int index = base + (first + from) * stride[2];
        for (int k = from; k < to; k++, index += stride[2]) {
            row[k] = samples[index];
        }
        boolean edges = padding == Padding.EDGE && to > from;
        Arrays.fill(row, 0, from, edges ? row[from] : 0);
        Arrays.fill(row, to, row.length, edges ? row[to - 1] : 0);
    }
}

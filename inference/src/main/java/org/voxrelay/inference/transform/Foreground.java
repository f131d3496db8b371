package org.voxrelay.inference.transform;

import java.util.Optional;
import org.voxrelay.inference.model.Transform.CropForeground;
import org.voxrelay.inference.volume.Regions;

/** Cuts a workpiece to what is in it. */
final class Foreground {
    private final Workpiece piece;
    private final int[] first = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    private final int[] last = {-1, -1, -1};

    private Foreground(Workpiece piece, boolean[] mask) {
        this.piece = piece;
        int index = 0;
        for (int z = 0; z < piece.size[0]; z++) {
            for (int y = 0; y < piece.size[1]; y++) {
                for (int x = 0; x < piece.size[2]; x++, index++) {
                    if (mask[index]) {
                        take(z, y, x);
                    }
                }
            }
        }
    }

    private void take(int... at) {
        for (int axis = 0; axis < 3; axis++) {
            first[axis] = Math.min(first[axis], at[axis]);
            last[axis] = Math.max(last[axis], at[axis]);
        }
    }

    static void crop(CropForeground step, Workpiece piece) {
        boolean[] mask = new boolean[piece.count()];
        for (float[] samples : piece.arrays()) {
            for (int i = 0; i < mask.length; i++) {
                mask[i] |= samples[i] > step.above();
            }
        }
        new Foreground(piece, mask)
                .box(step.marginVoxels(), step.beyondEdges())
                .ifPresent(box -> piece.window(box[0], box[1]));
    }

    static void cropNonzero(Workpiece piece) {
        boolean[] mask = new boolean[piece.count()];
        for (float[] samples : piece.arrays()) {
            for (int i = 0; i < mask.length; i++) {
                mask[i] |= samples[i] != 0;
            }
        }
        Regions.fillHoles(mask, piece.size);
        piece.foreground(mask);
        new Foreground(piece, mask).box(0, false).ifPresent(box -> piece.window(box[0], box[1]));
    }

    /** Start, as the network counts, and size; nothing if there is no foreground. */
    private Optional<int[][]> box(int margin, boolean beyondEdges) {
        if (last[0] < 0) {
            return Optional.empty();
        }
        int[] before = new int[3];
        int[] size = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            int from = beyondEdges ? first[axis] - margin : Math.max(0, first[axis] - margin);
            int to = beyondEdges ? last[axis] + margin : Math.min(piece.size[axis] - 1, last[axis] + margin);
            size[axis] = to - from + 1;
            before[axis] = piece.flipped[axis] ? piece.size[axis] - 1 - to : from;
        }
        return Optional.of(new int[][] {before, size});
    }
}

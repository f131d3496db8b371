package org.voxrelay.inference.model;

import java.util.List;

/**
 * How a volume that is larger than the network's window is covered by windows, and how their scores become one.
 *
 * @param window size in the order of the network's axes; 0 takes the volume's
 * @param overlap share of a window that it has in common with its neighbour, 0 to less than 1
 * @param batch windows given to the network at one time
 * @param mirrorAxes of the network (0, 1, 2), along all combinations of which windows are also flipped and their scores
 *     averaged
 */
public record Tiling(
        List<Integer> window,
        double overlap,
        Blending blending,
        Steps steps,
        Padding padding,
        int batch,
        List<Integer> mirrorAxes) {
    public Tiling {
        window = List.copyOf(window);
        mirrorAxes = List.copyOf(mirrorAxes);
    }

    /** Weight of a score by its place in the window. */
    public enum Blending {
        CONSTANT,
        /** A bell with a deviation of an eighth of the window, at least 0.001 of its height (MONAI). */
        GAUSSIAN,
        /** The same about voxel size / 2, in half precision (nnU-Net). */
        GAUSSIAN_HALF
    }

    /** Where windows begin. */
    public enum Steps {
        /** Equal steps; the last is moved back to fit (MONAI). */
        LAST_MOVED,
        /** As many as needed, evenly spread (nnU-Net). */
        SPREAD
    }

    /** What a window sees outside a volume that is smaller. */
    public enum Padding {
        ZERO,
        /** The nearest voxel. */
        EDGE
    }
}

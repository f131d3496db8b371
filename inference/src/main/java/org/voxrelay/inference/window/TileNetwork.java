package org.voxrelay.inference.window;

import java.nio.FloatBuffer;
import org.voxrelay.inference.InferenceException;

/** A network, seen as what turns windows into scores. */
public interface TileNetwork {
    /** How many windows it wants at one time, if there is room. */
    default int windowsAtOnce() {
        return 1;
    }

    /**
     * @param tiles [count][channel in][n0][n1][n2], direct, native byte order, from index 0
     * @param scores [count][channel out][n0][n1][n2], the same; written
     */
    void run(FloatBuffer tiles, int count, int[] window, FloatBuffer scores) throws InferenceException;
}

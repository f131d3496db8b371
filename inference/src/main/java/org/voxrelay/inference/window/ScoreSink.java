package org.voxrelay.inference.window;

import org.voxrelay.inference.InferenceException;

/** Takes scores as they become final. */
public interface ScoreSink {
    /**
     * @param cell averaged scores
     * @return whether the cell is not needed any more, so that its memory can be used again
     */
    boolean finished(ScoreCell cell) throws InferenceException;

    /**
     * All cells before an index are finished.
     *
     * @param index along the axis of the network that is the series' slowest
     * @param memory takes cells that are not needed any more
     */
    void reached(int index, ScoreMemory memory) throws InferenceException;
}

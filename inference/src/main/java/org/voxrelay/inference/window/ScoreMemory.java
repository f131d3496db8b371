package org.voxrelay.inference.window;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Arrays for scores, used again by their length: asking the collector to move gigabytes would take seconds. */
public final class ScoreMemory {
    private static final int KEPT_OF_A_LENGTH = 512;

    private final Map<Integer, Deque<float[]>> free = new HashMap<>();

    synchronized float[] take(int length) {
        Deque<float[]> fitting = free.get(length);
        return fitting == null || fitting.isEmpty() ? new float[length] : fitting.pop();
    }

    /** Nobody may use the array after this. */
    synchronized void give(float[] scores) {
        Deque<float[]> fitting = free.computeIfAbsent(scores.length, length -> new ArrayDeque<>());
        if (fitting.size() < KEPT_OF_A_LENGTH) {
            fitting.push(scores);
        }
    }
}

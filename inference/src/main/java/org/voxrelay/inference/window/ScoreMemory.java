package org.voxrelay.inference.window;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** Arrays for scores, used again by their length: asking the collector to move gigabytes would take seconds. */
public final class ScoreMemory {
    private static final int KEPT_OF_A_LENGTH = 512;
    private static final double MUCH_LONGER = 1.5;

    private final TreeMap<Integer, Deque<float[]>> free = new TreeMap<>();
    private long allocated;

    /** @return an array of at least this length, with whatever is in it */
    synchronized float[] take(int length) {
        Map.Entry<Integer, Deque<float[]>> fitting = free.ceilingEntry(length);
        if (fitting != null && fitting.getKey() <= MUCH_LONGER * length) {
            float[] found = fitting.getValue().pop();
            if (fitting.getValue().isEmpty()) {
                free.remove(fitting.getKey());
            }
            return found;
        }
        dropUnfitting(length);
        allocated += (long) Float.BYTES * length;
        return new float[length];
    }

    /** What is free and does not fit makes room for what is made instead: the sum never grows while anything is free. */
    private void dropUnfitting(int length) {
        long dropped = 0;
        while (dropped < length && !free.isEmpty()) {
            Map.Entry<Integer, Deque<float[]>> longest = free.lastEntry();
            longest.getValue().pop();
            dropped += longest.getKey();
            if (longest.getValue().isEmpty()) {
                free.remove(longest.getKey());
            }
        }
        allocated -= Float.BYTES * dropped;
    }

    /** Bytes of all arrays that are in use or kept. */
    synchronized long allocatedBytes() {
        return allocated;
    }

    /** Nobody may use the array after this. */
    synchronized void give(float[] scores) {
        Deque<float[]> fitting = free.computeIfAbsent(scores.length, length -> new ArrayDeque<>());
        if (fitting.size() < KEPT_OF_A_LENGTH) {
            fitting.push(scores);
        } else {
            allocated -= (long) Float.BYTES * scores.length;
        }
    }
}

package org.voxrelay.results;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long the parts of a step took. */
final class Stopwatch {
    private final Map<String, Double> laps = new LinkedHashMap<>();
    private long last = System.nanoTime();

    void lap(String part) {
        long now = System.nanoTime();
        laps.put(part, Math.round((now - last) / 1e6) / 1e3);
        last = now;
    }

    /** Seconds by part. */
    Map<String, Double> laps() {
        return laps;
    }
}

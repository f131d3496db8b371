package org.voxrelay.inference.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How long an engine takes for one window, and how many threads it keeps busy meanwhile. */
record Pace(String engine, int threads, double seconds) {
    private static final double HARDLY_SLOWER = 1.1;

    /**
     * Of the fastest and those that are hardly slower the one with the fewest threads, for the others only take the processor
     * from the rest of the server, as where two threads share a core; the faster one of these.
     */
    static Pace best(List<Pace> paces) {
        double fastest = paces.stream().mapToDouble(Pace::seconds).min().orElseThrow();
        return paces.stream()
                .filter(pace -> pace.seconds() <= fastest * HARDLY_SLOWER)
                .min(Comparator.comparingInt(Pace::threads).thenComparingDouble(Pace::seconds))
                .orElseThrow();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.3f", engine, seconds);
    }
}

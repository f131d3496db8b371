package org.voxrelay.worker;

import java.time.Duration;

/**
 * What a child process may cost its parent.
 *
 * @param start how long it may take until it says that it is ready
 * @param silence without a sign of life for so long it is killed; it gives two each second
 * @param messageBytes the longest request and the longest answer
 * @param backOff the longest pause before another start, after deaths in a row
 */
public record WorkerLimits(Duration start, Duration silence, int messageBytes, Duration backOff) {
    public static final WorkerLimits DEFAULT =
            new WorkerLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), 1 << 20, Duration.ofSeconds(2));
}

package org.voxrelay.inference;

/**
 * How much memory an inference may take.
 *
 * @param maxVoxels of one channel on the network's grid
 * @param scoreBytes for scores that are not final
 * @param warmBytes of graph files that stay loaded; the one used longest ago goes first
 */
public record InferenceLimits(long maxVoxels, long scoreBytes, long warmBytes) {
    public static final InferenceLimits DEFAULT = new InferenceLimits(500_000_000L, 9L << 30, 2L << 30);
}

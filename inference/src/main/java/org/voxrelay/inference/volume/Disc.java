package org.voxrelay.inference.volume;

import java.util.BitSet;

/**
 * A disc in a plane, for growing and shrinking what is set there. Unless its radius is 0 it reaches one voxel at least: on
 * a coarse grid a table is one voxel thick, however thin it is.
 */
final class Disc {
    private static final double ROUNDING = 1e-9;

    private final int uSize;
    private final int vSize;
    /** How far the disc reaches along a row, by the distance of that row from its centre. */
    private final int[] halfWidths;

    Disc(AxialPlanes planes, double radiusMm) {
        uSize = planes.uSize();
        vSize = planes.vSize();
        double uMm = Math.min(planes.uSpacingMm(), radiusMm);
        double vMm = Math.min(planes.vSpacingMm(), radiusMm);
        halfWidths = new int[1 + voxels(radiusMm, vMm)];
        for (int row = 0; row < halfWidths.length; row++) {
            double away = row * vMm;
            halfWidths[row] = voxels(Math.sqrt(Math.max(0, radiusMm * radiusMm - away * away)), uMm);
        }
    }

    private static int voxels(double mm, double spacingMm) {
        return spacingMm == 0 ? 0 : (int) Math.floor(mm / spacingMm + ROUNDING);
    }

    /** What is within the radius of something set. */
    BitSet grow(BitSet plane) {
        BitSet grown = new BitSet(uSize * vSize);
        for (int v = 0; v < vSize; v++) {
            int row = v * uSize;
            int rowEnd = row + uSize;
            for (int from = plane.nextSetBit(row); from >= 0 && from < rowEnd; ) {
                int to = Math.min(plane.nextClearBit(from), rowEnd);
                growRun(grown, v, from - row, to - row);
                from = plane.nextSetBit(to);
            }
        }
        return grown;
    }

    private void growRun(BitSet grown, int v, int from, int to) {
        int reach = halfWidths.length - 1;
        for (int other = Math.max(0, v - reach); other <= Math.min(vSize - 1, v + reach); other++) {
            int half = halfWidths[Math.abs(other - v)];
            grown.set(other * uSize + Math.max(0, from - half), other * uSize + Math.min(uSize, to + half));
        }
    }

    /** What is farther than the radius from everything that is not set; the plane's edge does not count. */
    BitSet shrink(BitSet plane) {
        BitSet clear = (BitSet) plane.clone();
        clear.flip(0, uSize * vSize);
        BitSet shrunk = (BitSet) plane.clone();
        shrunk.andNot(grow(clear));
        return shrunk;
    }
}

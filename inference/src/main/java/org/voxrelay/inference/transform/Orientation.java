package org.voxrelay.inference.transform;

import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Point;

/**
 * Which axis of a series is nearest to each axis of a network, and whether it runs against it. Nothing is rotated: an
 * oblique series stays oblique.
 */
record Orientation(int[] order, boolean[] flipped) {
    private static final int[][] ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    /** @param axes three letters of R or L, A or P, S or I */
    static Orientation of(Grid grid, String axes) {
        Point[] series = {grid.zDirection(), grid.yDirection(), grid.xDirection()};
        int[] best = ORDERS[0];
        double bestSum = -1;
        for (int[] order : ORDERS) {
            double sum = 0;
            for (int axis = 0; axis < 3; axis++) {
                sum += Math.abs(along(series[order[axis]], axes.charAt(axis)));
            }
            if (sum > bestSum + 1e-9) {
                bestSum = sum;
                best = order;
            }
        }
        boolean[] flipped = new boolean[3];
        for (int axis = 0; axis < 3; axis++) {
            flipped[best[axis]] = along(series[best[axis]], axes.charAt(axis)) < 0;
        }
        return new Orientation(best, flipped);
    }

    /** How far a direction goes towards a side of the patient; patient space is LPS. */
    private static double along(Point direction, char side) {
        return switch (side) {
            case 'L' -> direction.x();
            case 'R' -> -direction.x();
            case 'P' -> direction.y();
            case 'A' -> -direction.y();
            case 'S' -> direction.z();
            case 'I' -> -direction.z();
            default -> throw new IllegalArgumentException("no side of a patient: " + side);
        };
    }

    void apply(Workpiece piece) {
        piece.orient(order, flipped);
    }
}

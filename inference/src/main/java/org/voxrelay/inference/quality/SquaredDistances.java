package org.voxrelay.inference.quality;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Squared distance of each voxel from the nearest of a set, exact, axis by axis: along a line it is the lower envelope of a
 * parabola for each voxel (Felzenszwalb and Huttenlocher, Distance transforms of sampled functions, 2012).
 */
final class SquaredDistances {
    private final int[] sizes;
    private final double[] spacingsMm;

    /** @param sizes along x, y, z, as the spacings */
    SquaredDistances(int[] sizes, double[] spacingsMm) {
        this.sizes = sizes;
        this.spacingsMm = spacingsMm;
    }

    /** @return mm², [z][y][x]; infinite everywhere if the set is empty */
    float[] from(BitSet set) {
        float[] squares = new float[sizes[0] * sizes[1] * sizes[2]];
        Arrays.fill(squares, Float.POSITIVE_INFINITY);
        set.stream().forEach(at -> squares[at] = 0);
        int stride = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            var line = new Line(sizes[axis], spacingsMm[axis]);
            int block = stride * sizes[axis];
            for (int start = 0; start < squares.length; start += block) {
                for (int i = 0; i < stride; i++) {
                    line.apply(squares, start + i, stride);
                }
            }
            stride = block;
        }
        return squares;
    }

    /** The lowest parabolas along one line. */
    private static final class Line {
        private final int size;
        private final double spacing;
        private final double[] heights;
        private final int[] tops;
        private final double[] begins;

        Line(int size, double spacing) {
            this.size = size;
            this.spacing = spacing;
            this.heights = new double[size];
            this.tops = new int[size];
            this.begins = new double[size];
        }

        void apply(float[] squares, int start, int stride) {
            int count = envelope(squares, start, stride);
            int current = 0;
            for (int i = 0; count > 0 && i < size; i++) {
                while (current + 1 < count && begins[current + 1] < i * spacing) {
                    current++;
                }
                double distance = (i - tops[current]) * spacing;
                squares[start + i * stride] = (float) (distance * distance + heights[tops[current]]);
            }
        }

        /** @return how many parabolas are the lowest somewhere */
        private int envelope(float[] squares, int start, int stride) {
            int count = 0;
            for (int i = 0; i < size; i++) {
                heights[i] = squares[start + i * stride];
                if (heights[i] == Double.POSITIVE_INFINITY) {
                    continue;
                }
                double begin = Double.NEGATIVE_INFINITY;
                while (count > 0) {
                    begin = crossing(tops[count - 1], i);
                    if (begin > begins[count - 1]) {
                        break;
                    }
                    count--;
                }
                begins[count] = count == 0 ? Double.NEGATIVE_INFINITY : begin;
                tops[count++] = i;
            }
            return count;
        }

        /** Where the parabola at the later place becomes the lower one, mm. */
        private double crossing(int early, int late) {
            double a = early * spacing;
            double b = late * spacing;
            return (heights[late] + b * b - heights[early] - a * a) / (2 * (b - a));
        }
    }
}

package org.voxrelay.inference.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Point;

class ComparisonTest {
    /** 20 x 16 x 12 voxels of 1 x 2 x 5 mm. */
    private static final Grid GRID = new Grid(
            new Point(0, 0, 0), new Point(1, 0, 0), new Point(0, 1, 0), new Point(0, 0, 1), 1, 2, 5, 20, 16, 12);

    private final Comparison comparison = new Comparison(GRID);

    @Test
    void equalMasksAgreeWholly() {
        Agreement agreement = comparison.compare(block(2, 8), block(2, 8));
        assertThat(agreement.dice()).isEqualTo(1);
        assertThat(agreement.differenceMl()).isZero();
        assertThat(agreement.surfaceMm()).hasValue(0);
    }

    @Test
    void aMaskThatIsLongerHasMoreVolumeAndADistance() {
        Agreement agreement = comparison.compare(block(2, 12), block(2, 8));
        // 10 and 6 columns of 5 x 4 voxels
        assertThat(agreement.found()).isEqualTo(200);
        assertThat(agreement.reference()).isEqualTo(120);
        assertThat(agreement.dice()).isEqualTo(0.75);
        assertThat(agreement.differenceMl()).isEqualTo(0.8, within(1e-9));
    }

    @Test
    void flatMasksLieTheirDistanceApart() {
        assertThat(comparison.compare(block(2, 3), block(9, 10)).surfaceMm()).hasValue(7);
        assertThat(comparison.compare(block(2, 3), block(9, 10)).dice()).isZero();
    }

    @Test
    void whatNeitherHasIsAbsentAndWhatOneHasIsWrong() {
        assertThat(comparison.compare(i -> false, i -> false).absent()).isTrue();
        Agreement missed = comparison.compare(i -> false, block(2, 8));
        assertThat(missed.dice()).isZero();
        assertThat(missed.surfaceMm()).isEmpty();
    }

    @Test
    void distancesAreThoseOfTheNearestVoxel() {
        int[] sizes = {7, 6, 5};
        double[] spacings = {0.7, 1.3, 2.9};
        var random = new Random(3);
        var set = new BitSet();
        for (int i = 0; i < 12; i++) {
            set.set(random.nextInt(210));
        }
        float[] squares = new SquaredDistances(sizes, spacings).from(set);
        for (int i = 0; i < squares.length; i++) {
            int voxel = i;
            double nearest = set.stream()
                    .mapToDouble(other -> square(voxel, other, sizes, spacings))
                    .min()
                    .orElseThrow();
            assertThat(squares[i]).isCloseTo((float) nearest, within(1e-4f));
        }
        assertThat(new SquaredDistances(sizes, spacings).from(new BitSet())).containsOnly(Float.POSITIVE_INFINITY);
    }

    private static double square(int one, int other, int[] sizes, double[] spacings) {
        double x = (one % sizes[0] - other % sizes[0]) * spacings[0];
        double y = (one / sizes[0] % sizes[1] - other / sizes[0] % sizes[1]) * spacings[1];
        double z = (one / (sizes[0] * sizes[1]) - other / (sizes[0] * sizes[1])) * spacings[2];
        return x * x + y * y + z * z;
    }

    /** Columns from the first to before the last, rows 3 to 7, slices 4 to 7. */
    private static IntPredicate block(int from, int to) {
        return voxel -> {
            int x = voxel % 20;
            int y = voxel / 20 % 16;
            int z = voxel / 320;
            return x >= from && x < to && y >= 3 && y < 8 && z >= 4 && z < 8;
        };
    }
}

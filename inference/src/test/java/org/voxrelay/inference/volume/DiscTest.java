package org.voxrelay.inference.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscTest {
    private static final int U = 37;
    private static final int V = 29;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 3, 0.05",
        "0.7, 1.3, 3, 0.01",
        "1, 1, 0, 0.5",
        "2.5, 0.6, 4, 0.02",
        "5, 5, 3, 0.02",
        "1, 5, 3, 0.02",
        "1, 1, 100, 0.001"
    })
    void growingTakesWhatIsWithinTheRadius(double uMm, double vMm, double radius, double density) {
        AxialPlanes planes = new AxialPlanes(U, V, 1, 1, U, U * V, uMm, vMm);
        BitSet plane = random(density);
        BitSet expected = new BitSet();
        for (int v = 0; v < V; v++) {
            for (int u = 0; u < U; u++) {
                int bit = v * U + u;
                expected.set(bit, near(plane, planes, u, v, radius));
            }
        }
        assertThat(new Disc(planes, radius).grow(plane)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 3, 0.99", "0.7, 1.3, 3, 0.995", "1, 1, 0, 0.5"})
    void shrinkingLeavesWhatIsFartherThanTheRadius(double uMm, double vMm, double radius, double density) {
        AxialPlanes planes = new AxialPlanes(U, V, 1, 1, U, U * V, uMm, vMm);
        BitSet plane = random(density);
        BitSet clear = (BitSet) plane.clone();
        clear.flip(0, U * V);
        BitSet expected = new BitSet();
        for (int v = 0; v < V; v++) {
            for (int u = 0; u < U; u++) {
                expected.set(v * U + u, !near(clear, planes, u, v, radius));
            }
        }
        assertThat(new Disc(planes, radius).shrink(plane)).isEqualTo(expected);
    }

    private static boolean near(BitSet plane, AxialPlanes planes, int u, int v, double radius) {
        return plane.stream().anyMatch(bit -> {
            double du = (bit % U - u) * Math.min(planes.uSpacingMm(), radius);
            double dv = (bit / U - v) * Math.min(planes.vSpacingMm(), radius);
            return bit == v * U + u || radius > 0 && du * du + dv * dv <= radius * radius + 1e-9;
        });
    }

    private static BitSet random(double density) {
        Random random = new Random(11);
        BitSet plane = new BitSet();
        for (int bit = 0; bit < U * V; bit++) {
            plane.set(bit, random.nextDouble() < density);
        }
        return plane;
    }
}

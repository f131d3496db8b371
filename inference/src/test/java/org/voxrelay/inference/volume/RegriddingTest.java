package org.voxrelay.inference.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class RegriddingTest {
    private static final Grid COARSE = grid(5, 14);

    @Test
    void samplesAtTheSamePlacesStayAsTheyAre() {
        Grid fine = grid(2.5, 27);
        FloatBuffer samples = samples(fine);
        Volume found = Regridding.onto(COARSE, new Volume(fine, samples));
        int slice = COARSE.xSize() * COARSE.ySize();
        for (int i = 0; i < COARSE.count(); i++) {
            assertThat(found.voxels().get(i)).isEqualTo(samples.get(i / slice * 2 * slice + i % slice));
        }
    }

    @Test
    void betweenSamplesIsTheirMean() {
        Grid shifted = new Grid(
                new Point(-31.5, 12.25, 102.5),
                COARSE.xDirection(),
                COARSE.yDirection(),
                COARSE.zDirection(),
                COARSE.xSpacingMm(),
                COARSE.ySpacingMm(),
                COARSE.zSpacingMm(),
                COARSE.xSize(),
                COARSE.ySize(),
                13);
        FloatBuffer samples = samples(COARSE);
        Volume found = Regridding.onto(shifted, new Volume(COARSE, samples));
        int slice = COARSE.xSize() * COARSE.ySize();
        for (int i = 0; i < shifted.count(); i++) {
            assertThat(found.voxels().get(i)).isEqualTo((samples.get(i) + samples.get(i + slice)) / 2);
        }
    }

    private static Grid grid(double zSpacing, int slices) {
        return new Grid(
                new Point(-31.5, 12.25, 100),
                new Point(1, 0, 0),
                new Point(0, 1, 0),
                new Point(0, 0, 1),
                0.7,
                0.7,
                zSpacing,
                46,
                50,
                slices);
    }

    /** Some are 0, as around a brain. */
    private static FloatBuffer samples(Grid grid) {
        FloatBuffer samples = ByteBuffer.allocateDirect(Float.BYTES * grid.count())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < grid.count(); i++) {
            samples.put(i, i % 7 < 3 ? 0 : i * 37 % 1001);
        }
        return samples;
    }
}

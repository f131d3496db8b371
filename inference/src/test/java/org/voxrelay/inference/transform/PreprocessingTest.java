package org.voxrelay.inference.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.UnsuitableVolumeException;
import org.voxrelay.inference.model.Transform;
import org.voxrelay.inference.model.Transform.Alignment;
import org.voxrelay.inference.model.Transform.Clip;
import org.voxrelay.inference.model.Transform.Interpolation;
import org.voxrelay.inference.model.Transform.Resample;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Volume;

class PreprocessingTest {
    private static final Clip NOTHING_CUT = new Clip(-1e6, 1e6);

    /** More samples than are looked at by one thread; resampling to 3 mm takes every third plane only. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aValueThatIsNoNumberIsFoundWhereverItIs(float value) throws Exception {
        var steps = new Preprocessing(List.of(resample(List.of(3.0, 0.0, 0.0), Interpolation.NEAREST)), 1 << 24);
        Volume volume = volume(301, 300, 4);
        for (int index : new int[] {0, 301 * 300 + 7, 1 << 18, 301 * 300 * 4 - 1}) {
            float before = volume.voxels().get(index);
            volume.voxels().put(index, value);
            assertThatThrownBy(() -> steps.apply(List.of(volume)))
                    .isInstanceOf(UnsuitableVolumeException.class)
                    .hasMessage("The series has values that are no numbers.");
            volume.voxels().put(index, before);
        }
        assertThat(steps.apply(List.of(volume)).seriesSize(0)).isEqualTo(2);
    }

    @Test
    void theLargestNumbersAreNumbers() throws Exception {
        Volume volume = volume(5, 4, 3);
        volume.voxels().put(7, Float.MAX_VALUE).put(9, -Float.MAX_VALUE).put(11, -0f);
        assertThat(apply(volume).channel(0)[7]).isEqualTo(Float.MAX_VALUE);
    }

    @Test
    void noStepWritesIntoTheVolume() throws Exception {
        Volume volume = volume(20, 30, 40);
        float[] before = apply(volume).channel(0);
        apply(volume, new Clip(-1, 1));
        apply(volume, resample(List.of(1.5, 1.5, 1.5), Interpolation.CUBIC), new Clip(-1, 1));
        assertThat(apply(volume).channel(0)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void aSeriesIsResampledAsItCameLikeOneThatAStepHasCopied(Interpolation interpolation) throws Exception {
        Volume volume = volume(50, 70, 90);
        for (List<Double> mm : List.of(List.of(1.5, 2.0, 0.7), List.of(0.6, 0.5, 1.4))) {
            Resample resample = resample(mm, interpolation);
            assertThat(apply(volume, resample).channel(0))
                    .isEqualTo(apply(volume, NOTHING_CUT, resample).channel(0));
        }
    }

    /** Several blocks along z and y, with x first and y first. */
    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1.9})
    void linearSamplesAreWeighedFromTheirEightNeighbours(double mm) throws Exception {
        Volume volume = volume(37, 90, 130);
        Workpiece piece = apply(volume, resample(List.of(mm, mm, mm), Interpolation.LINEAR));
        int index = 0;
        for (int z = 0; z < piece.seriesSize(0); z++) {
            for (int y = 0; y < piece.seriesSize(1); y++) {
                for (int x = 0; x < piece.seriesSize(2); x++, index++) {
                    assertThat((double) piece.channel(0)[index])
                            .isCloseTo(at(volume, x * mm, y * mm, z * mm), within(1e-3));
                }
            }
        }
    }

    private static double at(Volume volume, double x, double y, double z) {
        Grid grid = volume.grid();
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            int i = Math.min(grid.xSize() - 1, (int) x + (corner & 1));
            int j = Math.min(grid.ySize() - 1, (int) y + (corner >> 1 & 1));
            int k = Math.min(grid.zSize() - 1, (int) z + (corner >> 2));
            double weight = weight(x, corner & 1) * weight(y, corner >> 1 & 1) * weight(z, corner >> 2);
            sum += weight * volume.voxels().get((k * grid.ySize() + j) * grid.xSize() + i);
        }
        return sum;
    }

    private static double weight(double at, int upper) {
        double fraction = at - (int) at;
        return upper == 1 ? fraction : 1 - fraction;
    }

    private static Resample resample(List<Double> mm, Interpolation interpolation) {
        return new Resample(mm, interpolation, interpolation, Alignment.CENTRES, Optional.empty());
    }

    private static Workpiece apply(Volume volume, Transform... steps) throws Exception {
        return new Preprocessing(List.of(steps), 1 << 24).apply(List.of(volume));
    }

    private static Volume volume(int x, int y, int z) {
        FloatBuffer samples = ByteBuffer.allocateDirect(Float.BYTES * x * y * z)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        var random = new Random(7);
        for (int i = 0; i < samples.capacity(); i++) {
            samples.put(i, (float) (100 * random.nextGaussian()));
        }
        return new Volume(Grid.cubes(1, x, y, z), samples);
    }
}

package org.voxrelay.inference.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.voxrelay.inference.TestBody;
import org.voxrelay.inference.model.PostProcess.KeepBody;

class BodyMaskTest {
    private static final KeepBody RULE = new KeepBody(-300, -190, 3, 4);

    @Test
    void lungsAreInsideTableAndRodAreNotHoweverTheSeriesLies() {
        for (Grid grid : List.of(
                TestBody.axial(2, 2, 5),
                TestBody.sagittal(2, 2, 5),
                TestBody.coronal(2, 2, 5),
                TestBody.axial(1, 3, 8))) {
            byte[] inside = mask(TestBody.volume(grid, 30));
            byte[] truth = TestBody.truth(grid);
            for (int i = 0; i < truth.length; i++) {
                truth[i] = (byte) (truth[i] == 0 ? 0 : 1);
            }
            assertThat(TestBody.dice(inside, truth, 1)).as("%s", grid).isGreaterThan(0.995);
        }
    }

    @Test
    void theBlurredEdgeOfTheSkinIsOutside() {
        Grid grid = TestBody.axial(1, 1, 20);
        Volume volume = TestBody.volume(grid, 0);
        byte[] before = mask(volume);
        for (int i = 1; i < grid.count(); i++) {
            boolean edge = before[i - 1] == 0 && before[i] == 1;
            if (edge) {
                volume.voxels().put(i - 1, -250); // half air, half fat
            }
        }
        assertThat(mask(volume)).isEqualTo(before);
    }

    @Test
    void aVolumeOfAirHasNoBody() {
        Grid grid = TestBody.axial(8, 8, 8);
        Volume air = TestBody.volume(grid, 0);
        for (int i = 0; i < grid.count(); i++) {
            air.voxels().put(i, -1000);
        }
        assertThat(BodyMask.of(air, RULE).count()).isZero();
    }

    @Test
    void aVolumeThatIsAllBodyIsAllInside() {
        Grid grid = TestBody.axial(8, 8, 8);
        Volume tissue = TestBody.volume(grid, 0);
        for (int i = 0; i < grid.count(); i++) {
            tissue.voxels().put(i, 40);
        }
        assertThat(BodyMask.of(tissue, RULE).count()).isEqualTo(grid.count());
    }

    private static byte[] mask(Volume volume) {
        byte[] ones = new byte[volume.grid().count()];
        Arrays.fill(ones, (byte) 1);
        BodyMask.of(volume, RULE).clearOutside(new LabelVolume(volume.grid(), ByteBuffer.wrap(ones)));
        return ones;
    }
}

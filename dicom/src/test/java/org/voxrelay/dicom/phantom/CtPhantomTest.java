package org.voxrelay.dicom.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CtPhantomTest {
    @ParameterizedTest
    @EnumSource(Orientation.class)
    void everyOrientationShowsAllLabelsAndTheRoomAround(Orientation orientation) {
        int[] counts = counts(CtPhantom.of(orientation, 64, 64, 40));
        for (int label = 0; label <= 4; label++) {
            assertThat(counts[label]).as("voxels of label %d", label).isGreaterThan(500);
        }
    }

    @Test
    void noiseLeavesEveryVoxelInTheRangeOfItsLabel() {
        CtPhantom phantom = CtPhantom.of(Orientation.OBLIQUE, 48, 48, 30).withNoise(10);
        for (int z = 0; z < 30; z++) {
            for (int y = 0; y < 48; y++) {
                for (int x = 0; x < 48; x++) {
                    int label = phantom.label(x, y, z);
                    if (label != 0) {
                        assertThat(range(phantom.hounsfield(x, y, z))).isEqualTo(label);
                    }
                }
            }
        }
    }

    @Test
    void theVolumesDoNotDependOnTheOrientation() {
        double axial = millilitresOfLung(CtPhantom.of(Orientation.AXIAL, 96, 96, 60));
        double sagittal = millilitresOfLung(CtPhantom.of(Orientation.SAGITTAL, 96, 96, 90));
        assertThat(sagittal).isBetween(axial * 0.97, axial * 1.03);
    }

    @Test
    void theSameSeedGivesTheSameVoxelsAndAnotherSeedOthers() {
        CtPhantom phantom = CtPhantom.of(Orientation.AXIAL, 16, 16, 3);
        short[] image = phantom.image(phantom.geometry().plane(1), 1);
        assertThat(phantom.image(phantom.geometry().plane(1), 1)).isEqualTo(image);
        assertThat(phantom.withSeed(2).image(phantom.geometry().plane(1), 1)).isNotEqualTo(image);
        assertThat(phantom.withNoise(0).hounsfield(8, 8, 1))
                .isEqualTo(phantom.tissue(8, 8, 1).hounsfield());
    }

    /** The ranges of the model ct-tissue. */
    private static int range(int hounsfield) {
        if (hounsfield < -190) {
            return 1;
        }
        if (hounsfield < -29) {
            return 2;
        }
        return hounsfield <= 150 ? 3 : 4;
    }

    private static double millilitresOfLung(CtPhantom phantom) {
        return counts(phantom)[1] * phantom.geometry().voxelVolumeMm3() / 1000;
    }

    private static int[] counts(CtPhantom phantom) {
        int[] counts = new int[5];
        ByteBuffer labels = phantom.labels();
        while (labels.hasRemaining()) {
            counts[labels.get()]++;
        }
        return counts;
    }
}

package org.voxrelay.dicom.seg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RgbTest {
    @Test
    void whiteAndBlackAreTheEndsOfLightness() {
        assertThat(new Rgb(0, 0, 0).toCieLab()).containsExactly(0, 32896, 32896);
        int[] white = new Rgb(255, 255, 255).toCieLab();
        assertThat(white[0]).isEqualTo(65535);
        assertThat(white[1]).isBetween(32880, 32912);
        assertThat(white[2]).isBetween(32880, 32912);
    }

    /** L* 54.29, a* 80.81, b* 69.89: sRGB red under D50. */
    @Test
    void redIsRed() {
        int[] red = new Rgb(255, 0, 0).toCieLab();
        assertThat(red[0] * 100 / 65535.0).isBetween(54.2, 54.4);
        assertThat(red[1] * 255 / 65535.0 - 128).isBetween(80.7, 80.9);
        assertThat(red[2] * 255 / 65535.0 - 128).isBetween(69.8, 70.0);
    }

    @Test
    void aComponentOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new Rgb(256, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rgb(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

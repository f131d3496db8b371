package org.voxrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.picture.Viewport.Region;

class ViewportTest {
    /** 8 x 4; black on the left, white on the right half. */
    private static BufferedImage halves() {
        var image = new BufferedImage(8, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 4; y++) {
            for (int x = 4; x < 8; x++) {
                image.getRaster().setSample(x, y, 0, 255);
            }
        }
        return image;
    }

    @ParameterizedTest(name = "{0} x {1} -> {2} x {3}")
    @CsvSource({"8,4,8,4", "4,4,4,2", "100,4,8,4", "16,100,16,8", "3,3,3,2", "1,1,1,1"})
    void proportionsStay(int width, int height, int expectedWidth, int expectedHeight) {
        BufferedImage picture = new Viewport(width, height, Optional.empty(), true).apply(halves());
        assertThat(picture.getWidth()).isEqualTo(expectedWidth);
        assertThat(picture.getHeight()).isEqualTo(expectedHeight);
    }

    @Test
    void aThumbnailIsNeverEnlarged() {
        assertThat(Viewport.within(128, 128).apply(halves()).getWidth()).isEqualTo(8);
    }

    @ParameterizedTest(name = "{0},{1},{2},{3} begins with {4} and ends with {5}")
    @CsvSource({"0,0,4,4,0,0", "4,0,4,4,255,255", "4,0,0,0,255,255", "2,0,4,4,0,255", "0,0,-8,4,255,0"})
    void aPartIsCutOutAndTurned(double x, double y, double width, double height, int first, int last) {
        var viewport = new Viewport(8, 8, Optional.of(new Region(x, y, width, height)), true);
        BufferedImage picture = viewport.apply(halves());
        assertThat(picture.getRaster().getSample(0, 0, 0)).isEqualTo(first);
        assertThat(picture.getRaster().getSample(picture.getWidth() - 1, 0, 0)).isEqualTo(last);
    }

    @Test
    void whatCannotBeIsASentence() {
        assertThatThrownBy(() -> Viewport.within(1_000_000_000, 1)).hasMessageContaining("8192");
        var outside = new Viewport(8, 8, Optional.of(new Region(8, 0, 4, 4)), true);
        assertThatThrownBy(() -> outside.apply(halves())).hasMessageContaining("outside");
    }
}

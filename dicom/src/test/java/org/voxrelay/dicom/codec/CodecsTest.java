package org.voxrelay.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

class CodecsTest {
    private final Codecs codecs = Codecs.withoutProcess();

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.1.2.5, 8, 1",
        "1.2.840.10008.1.2.5, 16, 1",
        "1.2.840.10008.1.2.5, 32, 1",
        "1.2.840.10008.1.2.5, 8, 3",
        "1.2.840.10008.1.2.5, 16, 3",
        "1.2.840.10008.1.2.8.1, 8, 1",
        "1.2.840.10008.1.2.8.1, 16, 3",
        "1.2.840.10008.1.2.8.1, 32, 1",
        "1.2.840.10008.1.2.1.98, 16, 1",
        "1.2.840.10008.1.2.4.70, 8, 1",
        "1.2.840.10008.1.2.4.70, 16, 1",
        "1.2.840.10008.1.2.4.70, 8, 3",
        "1.2.840.10008.1.2.4.70, 16, 3"
    })
    void noiseComesBackAsItWas(String uid, int bits, int samples) throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            ImagePixel pixel = new ImagePixel(
                    17,
                    130,
                    1,
                    samples,
                    bits,
                    bits,
                    bits - 1,
                    seed % 2 == 1,
                    false,
                    samples == 1 ? "MONOCHROME2" : "RGB");
            byte[] frame = new byte[(int) pixel.frameLength()];
            Random random = new Random(seed);
            random.nextBytes(frame);
            if (seed > 1) { // long runs
                Arrays.fill(frame, 10, frame.length / 2, (byte) seed);
            }
            assertThat(codecs.decode(pixel, uid, codecs.encode(pixel, uid, frame)))
                    .isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UID.RLELossless, UID.JPEGLosslessSV1})
    void planesAreStoredAndComeBackTogether(String uid) throws Exception {
        ImagePixel planes = TestCodecs.rgb(2, 2, true);
        byte[] frame = {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24};
        assertThat(Codecs.decoded(planes, uid).planar()).isFalse();
        assertThat(codecs.decode(planes, uid, codecs.encode(planes, uid, frame)))
                .containsExactly(1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24);
    }

    @Test
    void singleBitsAreDeflatedAsTheyAre() throws Exception {
        ImagePixel bits = new ImagePixel(3, 7, 1, 1, 1, 1, 0, false, false, "MONOCHROME2");
        byte[] frame = {0x55, 0x7F, 0x15};
        byte[] stream = codecs.encode(bits, Coding.DEFLATED_IMAGE_FRAME, frame);
        assertThat(codecs.decode(bits, Coding.DEFLATED_IMAGE_FRAME, stream)).isEqualTo(frame);
    }

    @Test
    void anRleEscapeAtTheVeryEndIsCutOff() {
        // one segment of one pixel, whose only control byte announces a run that does not come
        byte[] frame = new byte[65];
        frame[0] = 1;
        frame[4] = 64;
        frame[64] = (byte) 0x81;
        assertThatThrownBy(() -> codecs.decode(TestCodecs.grey(1, 1, 8, 8, false), UID.RLELossless, frame))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("cut off");
    }

    @ParameterizedTest
    @CsvSource({"0, 64", "2, 64", "16, 64", "1, 63", "1, 1000", "1, -1"})
    void anRleHeaderThatLiesIsRefused(int segments, int offset) {
        byte[] frame = new byte[80];
        frame[0] = (byte) segments;
        for (int i = 0; i < 4; i++) {
            frame[4 + i] = (byte) (offset >> 8 * i);
        }
        assertThatThrownBy(() -> codecs.decode(TestCodecs.grey(4, 4, 8, 8, false), UID.RLELossless, frame))
                .isInstanceOf(PixelException.class);
    }

    @Test
    void whatNeedsTheCodecProcessSaysSo() throws Exception {
        ImagePixel grey = TestCodecs.grey(2, 2, 8, 8, false);
        assertThatThrownBy(() -> codecs.decode(grey, UID.JPEG2000, new byte[4]))
                .isInstanceOf(PixelException.class)
                .hasMessage("The codec process is not configured.");
        assertThat(codecs.support(UID.JPEGBaseline8Bit).grade()).isEqualTo(Grade.AS_IS);
        assertThat(codecs.support(UID.MPEG4HP41).grade()).isEqualTo(Grade.AS_IS);
        assertThat(codecs.support(UID.RLELossless).grade()).isEqualTo(Grade.ENCODES);
    }

    @Test
    void whatIsOnlyReadIsNotWritten() {
        assertThatThrownBy(() -> codecs.encode(TestCodecs.grey(2, 2, 8, 8, false), UID.JPEGBaseline8Bit, new byte[4]))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("is not written");
    }
}

package org.voxrelay.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.voxrelay.dicom.codec.Streams.Stream;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/**
 * Streams that lie, are cut off or are damaged end in a sentence, and the next frame is decoded as ever: class 12 of the hostile
 * inputs, and what of classes 3 and 10 is in frames.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HostileFramesTest {
    private static final int FLIPS = 150;

    private CodecProcess process;
    private Codecs codecs;
    private List<Stream> streams;

    @BeforeAll
    void start() throws Exception {
        process = TestCodecs.process();
        codecs = new Codecs(process);
        streams = Streams.all(codecs);
    }

    @AfterAll
    void stop() throws Exception {
        process.close();
    }

    List<Stream> streams() {
        return streams;
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamThatIsCutOffIsRefusedWhereverItIsCut(Stream stream) throws Exception {
        assertThat(decode(stream, stream.bytes())).hasSize((int) decoded(stream).frameLength());
        for (int i = 0; i < 16; i++) {
            byte[] cut = Arrays.copyOf(stream.bytes(), stream.bytes().length * i / 16);
            assertThatThrownBy(() -> decode(stream, cut)).as("%d/16", i).isInstanceOf(PixelException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aDamagedStreamGivesAFrameOrASentence(Stream stream) throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = stream.bytes().clone();
            for (int flips = 1 + i % 3; flips > 0; flips--) {
                // Every second one near the beginning, where the headers are.
                int at = random.nextInt(i % 2 == 0 ? damaged.length : Math.min(damaged.length, 200));
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(decode(stream, damaged))
                        .hasSize((int) decoded(stream).frameLength());
            } catch (PixelException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(decode(stream, stream.bytes())).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamOfAnotherSizeThanItsImageIsRefused(Stream stream) {
        ImagePixel is = stream.pixel();
        for (ImagePixel lie : List.of(
                sized(is, is.rows() * 2, is.columns(), is.samplesPerPixel()),
                sized(is, is.rows(), is.columns() * 2, is.samplesPerPixel()),
                sized(is, 20000, 20000, 1),
                sized(is, is.rows(), is.columns(), is.samplesPerPixel() == 1 ? 3 : 1))) {
            assertThatThrownBy(() -> codecs.decode(lie, stream.transferSyntaxUid(), stream.bytes()))
                    .isInstanceOf(PixelException.class);
        }
    }

    @Test
    void aDeflatedBombIsNotInflated() {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[64 << 20]);
        deflater.finish();
        byte[] bomb = new byte[1 << 20];
        byte[] stream = Arrays.copyOf(bomb, deflater.deflate(bomb));
        ImagePixel grey = TestCodecs.grey(16, 16, 8, 8, false);
        assertThatThrownBy(() -> codecs.decode(grey, Coding.DEFLATED_IMAGE_FRAME, stream))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("longer than its image");
    }

    @Test
    void aFrameFarLongerThanItsImageIsRefusedUnread() {
        ImagePixel grey = TestCodecs.grey(16, 16, 8, 8, false);
        assertThatThrownBy(() -> codecs.decode(grey, UID.JPEG2000, new byte[8 << 20]))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("much longer");
    }

    @Test
    void aProgressiveStreamOfEndlessScansIsStoppedAndTheNextFrameIsDecoded() throws Exception {
        try (CodecProcess impatient = TestCodecs.process(Duration.ofSeconds(2))) {
            Codecs bounded = new Codecs(impatient);
            byte[] bomb = scanBomb(Streams.jpeg(true));
            ImagePixel lie = new ImagePixel(4000, 4000, 1, 3, 8, 8, 7, false, false, "YBR_FULL_422");
            assertThatThrownBy(() -> bounded.decode(lie, UID.JPEGBaseline8Bit, bomb))
                    .isInstanceOf(PixelException.class);
            Stream good = streams.get(streams.size() - 1);
            assertThat(bounded.decode(good.pixel(), good.transferSyntaxUid(), good.bytes()))
                    .isNotEmpty();
        }
    }

    /** Says that it has 4000 x 4000 pixels, and repeats its last scan as often as fits. */
    private static byte[] scanBomb(byte[] progressive) {
        byte[] stream = progressive.clone();
        int lastScan = 0;
        for (int i = 2; i + 1 < stream.length; i++) {
            boolean marker = (stream[i] & 0xFF) == 0xFF;
            if (marker && (stream[i + 1] & 0xFF) == 0xC2) {
                stream[i + 5] = (byte) (4000 >> 8);
                stream[i + 6] = (byte) 4000;
                stream[i + 7] = (byte) (4000 >> 8);
                stream[i + 8] = (byte) 4000;
            }
            lastScan = marker && (stream[i + 1] & 0xFF) == 0xDA ? i : lastScan;
        }
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(stream, 0, lastScan);
        while (bomb.size() < 3 << 20) {
            bomb.write(stream, lastScan, stream.length - 2 - lastScan);
        }
        bomb.write(0xFF);
        bomb.write(0xD9);
        return bomb.toByteArray();
    }

    private static ImagePixel sized(ImagePixel is, int rows, int columns, int samples) {
        String photometric = samples == 1 ? "MONOCHROME2" : "RGB";
        return new ImagePixel(
                rows,
                columns,
                1,
                samples,
                is.bitsAllocated(),
                is.bitsStored(),
                is.highBit(),
                false,
                false,
                photometric);
    }

    private ImagePixel decoded(Stream stream) {
        return Codecs.decoded(stream.pixel(), stream.transferSyntaxUid());
    }

    private byte[] decode(Stream stream, byte[] bytes) throws Exception {
        return codecs.decode(stream.pixel(), stream.transferSyntaxUid(), bytes);
    }
}

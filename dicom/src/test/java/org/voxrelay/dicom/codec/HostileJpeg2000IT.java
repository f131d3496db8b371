package org.voxrelay.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.PixelFrames;

/** Streams of others, cut off and damaged: OpenJPEG and CharLS may crash, and the next frame is decoded as ever. */
@Timeout(300)
class HostileJpeg2000IT {
    private static final int FLIPS = 120;

    private final CodecProcess process = TestCodecs.process();
    private final Codecs codecs = new Codecs(process);

    @AfterEach
    void stop() throws Exception {
        process.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"JPEG2000.dcm", "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm", "JPGExtended.dcm"})
    void theNextFrameIsDecodedWhateverCameBefore(String name) throws Exception {
        Path file = TestImages.pydicomFile(name);
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            Attributes image = in.readDataset();
            PixelFrames stored = PixelFrames.of(image, in.getTransferSyntax(), InstanceBytes.NONE);
            String uid = in.getTransferSyntax().uid();
            byte[] stream = stored.read(0);
            byte[] good = codecs.decode(stored.pixel(), uid, stream);
            for (int i = 0; i < 16; i++) {
                byte[] cut = Arrays.copyOf(stream, stream.length * i / 16);
                assertThatThrownBy(() -> codecs.decode(stored.pixel(), uid, cut))
                        .as("%d/16", i)
                        .isInstanceOf(PixelException.class);
            }
            damage(stored.pixel(), uid, stream);
            assertThat(codecs.decode(stored.pixel(), uid, stream)).isEqualTo(good);
        }
    }

    private void damage(ImagePixel pixel, String uid, byte[] stream) throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = stream.clone();
            int reach = i % 2 == 0 ? damaged.length : Math.min(200, damaged.length);
            damaged[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(codecs.decode(pixel, uid, damaged)).hasSize((int) pixel.frameLength());
            } catch (PixelException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}

package org.voxrelay.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/** Bytes of any kind are a frame of the image's own length, or are refused with a sentence (see ./fuzz). */
class FrameFuzzTest {
    private static final int SIDE = 16;

    /** What our own decoders read; those of others work in a process that a test does not start a thousand times a second. */
    private static final List<String> SYNTAXES = List.of(
            UID.RLELossless,
            Coding.DEFLATED_IMAGE_FRAME,
            UID.JPEGLosslessSV1,
            UID.JPEGExtended12Bit,
            UID.EncapsulatedUncompressedExplicitVRLittleEndian);

    private static final Codecs CODECS = Codecs.withoutProcess();

    /** The first byte chooses transfer syntax and image, the others are the stream. */
    @FuzzTest
    void aFrameIsDecodedOrRefused(byte[] bytes) throws IOException, InterruptedException {
        if (bytes.length == 0) {
            return;
        }
        int choice = bytes[0] & 0xFF;
        ImagePixel image = image(choice / SYNTAXES.size());
        try {
            byte[] frame = CODECS.decode(
                    image, SYNTAXES.get(choice % SYNTAXES.size()), Arrays.copyOfRange(bytes, 1, bytes.length));
            assertThat(frame).hasSize((int) image.frameLength());
        } catch (PixelException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    private static ImagePixel image(int choice) {
        return switch (choice % 3) {
            case 0 -> TestCodecs.grey(SIDE, SIDE, 16, 12, false);
            case 1 -> TestCodecs.grey(SIDE, SIDE, 8, 8, false);
            default -> TestCodecs.rgb(SIDE, SIDE, false);
        };
    }

    /** Writes the seeds: {@code FrameFuzzTest src/test/resources}. */
    public static void main(String... args) throws Exception {
        Path folder = Files.createDirectories(
                Path.of(args[0], "org/voxrelay/dicom/codec/FrameFuzzTestInputs/aFrameIsDecodedOrRefused"));
        for (int choice = 0; choice < 3 * SYNTAXES.size(); choice++) {
            String uid = SYNTAXES.get(choice % SYNTAXES.size());
            ImagePixel image = image(choice / SYNTAXES.size());
            if (CODECS.support(uid).grade() == Grade.ENCODES) {
                byte[] stream = CODECS.encode(image, uid, Streams.pixels(image));
                byte[] seed = new byte[stream.length + 1];
                seed[0] = (byte) choice;
                System.arraycopy(stream, 0, seed, 1, stream.length);
                Files.write(folder.resolve("good-" + choice + "-" + uid), seed);
            }
        }
    }
}

package org.voxrelay.dicom.codec;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/** Good streams that tests spoil, made here. */
final class Streams {
    static final int ROWS = 48;
    static final int COLUMNS = 64;

    /** A frame, compressed. */
    record Stream(String name, ImagePixel pixel, String transferSyntaxUid, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Streams() {}

    /** One for each decoder that is there; native ones are missing where their library is. */
    static List<Stream> all(Codecs codecs) throws Exception {
        List<Stream> streams = new ArrayList<>();
        ImagePixel grey = TestCodecs.grey(ROWS, COLUMNS, 16, 12, false);
        ImagePixel rgb = TestCodecs.rgb(ROWS, COLUMNS, false);
        for (String uid :
                List.of(UID.RLELossless, Coding.DEFLATED_IMAGE_FRAME, UID.JPEGLosslessSV1, UID.JPEGLSLossless)) {
            if (codecs.support(uid).grade() == Grade.ENCODES) {
                streams.add(new Stream("grey " + uid, grey, uid, codecs.encode(grey, uid, pixels(grey))));
                streams.add(new Stream("rgb " + uid, rgb, uid, codecs.encode(rgb, uid, pixels(rgb))));
            }
        }
        ImagePixel ybr = rgb.with(false, "YBR_FULL_422");
        streams.add(new Stream("baseline", ybr, UID.JPEGBaseline8Bit, jpeg(false)));
        streams.add(new Stream("progressive", ybr, UID.JPEGBaseline8Bit, jpeg(true)));
        return streams;
    }

    /** Something smooth with some noise on it, little endian. */
    static byte[] pixels(ImagePixel pixel) throws PixelException {
        Random random = new Random(7);
        byte[] frame = new byte[(int) pixel.frameLength()];
        int bytes = pixel.bytesPerSample();
        int most = (1 << pixel.bitsStored()) - 1;
        for (int i = 0; i < frame.length / bytes; i++) {
            int value = (int) (most * (0.5 + 0.4 * Math.sin(i / 29.0))) + random.nextInt(Math.max(1, most / 16));
            int stored = Math.max(0, Math.min(most, value));
            frame[i * bytes] = (byte) stored;
            if (bytes == 2) {
                frame[2 * i + 1] = (byte) (stored >> 8);
            }
        }
        return frame;
    }

    static byte[] jpeg(boolean progressive) throws Exception {
        BufferedImage image = new BufferedImage(COLUMNS, ROWS, BufferedImage.TYPE_INT_RGB);
        byte[] pixels = pixels(TestCodecs.rgb(ROWS, COLUMNS, false));
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            int rgb = (pixels[3 * i] & 0xFF) << 16 | (pixels[3 * i + 1] & 0xFF) << 8 | pixels[3 * i + 2] & 0xFF;
            image.setRGB(i % COLUMNS, i / COLUMNS, rgb);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (progressive) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}

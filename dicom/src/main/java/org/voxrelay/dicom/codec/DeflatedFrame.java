package org.voxrelay.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.voxrelay.dicom.pixel.PixelException;

/** Deflated Image Frame Compression (PS3.5 section A.4.14): each frame is a raw RFC 1951 stream. */
final class DeflatedFrame {
    private static final byte[] ONE_MORE = new byte[1];

    private DeflatedFrame() {}

    /** @param length of the frame; what inflates to more or less is refused, whatever it claims to be */
    static byte[] decode(int length, byte[] frame) throws PixelException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(frame);
            byte[] out = new byte[length];
            int filled = 0;
            while (filled < length) {
                int count = inflater.inflate(out, filled, length - filled);
                if (count == 0) {
                    throw new PixelException("A deflated frame is cut off or shorter than its image.");
                }
                filled += count;
            }
            if (!inflater.finished() && inflater.inflate(ONE_MORE.clone()) > 0) {
                throw new PixelException("A deflated frame is longer than its image.");
            }
            return out;
        } catch (DataFormatException e) {
            throw new PixelException("A frame is not deflated as its transfer syntax says.");
        } finally {
            inflater.end();
        }
    }

    static byte[] encode(byte[] frame) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(frame);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(frame.length / 3 + 64);
            byte[] chunk = new byte[64 * 1024];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}

package org.voxrelay.dicom.codec;

import java.nio.ByteBuffer;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/** Samples as codecs have them, and as Pixel Data hold them: little endian cells of 8 or 16 bits. */
final class Cells {
    private Cells() {}

    /** Puts samples into cells one after the other, with their sign where they have one. */
    interface Sink {
        void put(int sample);
    }

    /**
     * @param precision bits of a sample in the stream; more than the cells have is refused
     * @param out at its position; a direct buffer of the frame's length
     */
    static Sink sink(ImagePixel pixel, int precision, ByteBuffer out) throws PixelException {
        if (precision < 1 || precision > pixel.bitsAllocated() || pixel.bitsAllocated() > 16) {
            throw new PixelException("A stream of " + precision + " bits does not belong into an image of "
                    + pixel.bitsAllocated() + " bits allocated.");
        }
        int unused = 32 - precision;
        boolean wide = pixel.bitsAllocated() == 16;
        boolean signed = pixel.signed();
        return sample -> {
            int aligned = sample << unused;
            int value = signed ? aligned >> unused : aligned >>> unused;
            out.put((byte) value);
            if (wide) {
                out.put((byte) (value >> 8));
            }
        };
    }

    /** @return samples of a pixel together, unsigned, as wide as the cells */
    static char[] samples(ImagePixel pixel, byte[] frame) throws PixelException {
        if (pixel.bitsAllocated() != 8 && pixel.bitsAllocated() != 16 || pixel.isSubsampled()) {
            throw new PixelException("JPEG holds samples of 8 or 16 bits, not subsampled.");
        }
        int components = pixel.samplesPerPixel();
        int pixels = pixel.pixels();
        char[] samples = new char[pixels * components];
        boolean wide = pixel.bitsAllocated() == 16;
        for (int i = 0; i < samples.length; i++) {
            int from = pixel.planar() ? i % components * pixels + i / components : i;
            samples[i] = wide
                    ? (char) (frame[2 * from] & 0xFF | (frame[2 * from + 1] & 0xFF) << 8)
                    : (char) (frame[from] & 0xFF);
        }
        return samples;
    }

    /** Bits that a lossless stream needs: those stored, or all that there are if others are used, too. */
    static int precision(ImagePixel pixel, char[] samples) {
        int used = 0;
        for (char sample : samples) {
            used |= sample;
        }
        boolean fits = !pixel.signed() && used >>> pixel.bitsStored() == 0 && pixel.bitsStored() >= 2;
        return fits ? pixel.bitsStored() : pixel.bitsAllocated();
    }
}

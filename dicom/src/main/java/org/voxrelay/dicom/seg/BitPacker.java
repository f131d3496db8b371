package org.voxrelay.dicom.seg;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Joins masks of one bit a pixel without a gap between them, and pads the whole to even length (PS3.5 section 8.1.1,
 * PS3.3 C.8.20.2).
 */
final class BitPacker {
    private final OutputStream out;
    private int current;
    private int bits;
    private long written;

    BitPacker(OutputStream out) {
        this.out = out;
    }

    /** Bytes of all frames with the padding. */
    static long length(long frames, int pixelsOfFrame) {
        long bytes = (frames * pixelsOfFrame + 7) / 8;
        return bytes + (bytes & 1);
    }

    /**
     * Appends a frame.
     *
     * @param packed its bits, a last byte filled with zeros
     */
    void write(byte[] packed, int pixels) throws IOException {
        int whole = pixels / 8;
        byte[] joined = bits == 0 ? packed : new byte[whole];
        if (bits != 0) {
            for (int i = 0; i < whole; i++) {
                int next = current | (packed[i] & 0xFF) << bits;
                joined[i] = (byte) next;
                current = next >> 8;
            }
        }
        out.write(joined, 0, whole);
        written += whole;
        if (pixels % 8 != 0) {
            current |= (packed[whole] & 0xFF) << bits;
            bits += pixels % 8;
            if (bits >= 8) {
                out.write(current);
                written++;
                current >>= 8;
                bits -= 8;
            }
        }
    }

    void finish() throws IOException {
        if (bits > 0) {
            out.write(current);
            written++;
        }
        if ((written & 1) == 1) {
            out.write(0);
        }
    }
}

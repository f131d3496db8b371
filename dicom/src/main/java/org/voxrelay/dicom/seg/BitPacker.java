package org.voxrelay.dicom.seg;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Packs masks of one bit a pixel: the first pixel in the lowest bit of the first byte, frames without a gap between
 * them, the whole padded to even length (PS3.5 section 8.1.1, PS3.3 C.8.20.2).
 */
final class BitPacker {
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int filled;
    private int current;
    private int bit;
    private long written;

    BitPacker(OutputStream out) {
        this.out = out;
    }

    /** Bytes of all frames with the padding. */
    static long length(long frames, int pixelsOfFrame) {
        long bytes = (frames * pixelsOfFrame + 7) / 8;
        return bytes + (bytes & 1);
    }

    /** Appends a frame: a bit is set where the slice has this label. */
    void write(byte[] slice, byte label) throws IOException {
        int at = 0;
        while (at < slice.length) {
            if (bit == 0 && slice.length - at >= 8) {
                current = eight(slice, at, label);
                at += 8;
                endByte();
            } else {
                current |= (slice[at++] == label ? 1 : 0) << bit;
                if (++bit == 8) {
                    endByte();
                }
            }
        }
    }

    private static int eight(byte[] slice, int at, byte label) {
        int bits = 0;
        for (int i = 7; i >= 0; i--) {
            bits = bits << 1 | (slice[at + i] == label ? 1 : 0);
        }
        return bits;
    }

    void finish() throws IOException {
        if (bit > 0) {
            endByte();
        }
        if ((written & 1) == 1) {
            endByte();
        }
        out.write(buffer, 0, filled);
    }

    private void endByte() throws IOException {
        buffer[filled++] = (byte) current;
        written++;
        current = 0;
        bit = 0;
        if (filled == buffer.length) {
            out.write(buffer, 0, filled);
            filled = 0;
        }
    }
}

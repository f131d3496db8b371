package org.voxrelay.dicom.seg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Packs the mask of a label into bits, the first pixel in the lowest bit of the first byte (PS3.5 section 8.1.1). */
final class MaskPacker {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    /** Moves the lowest bit of each byte of a long into its highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    private MaskPacker() {}

    /**
     * @param slice uint8 or uint16 little endian
     * @param from first pixel that is looked at; those before have not this label
     * @param to behind the last one
     * @return a bit a pixel, a last byte filled with zeros
     */
    static byte[] pack(byte[] slice, int bytesPerLabel, int from, int to, int label) {
        byte[] packed = new byte[(slice.length / bytesPerLabel + 7) / 8];
        int at = from & ~7;
        if (bytesPerLabel == 1) {
            at = packEights(slice, at, to, label * EACH_BYTE, packed);
        }
        for (; at < to; at++) {
            int value = bytesPerLabel == 1 ? slice[at] & 0xFF : slice[2 * at] & 0xFF | (slice[2 * at + 1] & 0xFF) << 8;
            if (value == label) {
                packed[at >> 3] |= (byte) (1 << (at & 7));
            }
        }
        return packed;
    }

    /** Eight pixels at once; a byte of the difference is zero where the label is the wanted one. */
    private static int packEights(byte[] slice, int from, int to, long wanted, byte[] packed) {
        int at = from;
        for (; at + 8 <= slice.length && at < to; at += 8) {
            long difference = (long) LONG.get(slice, at) ^ wanted;
            long zero = ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
            if (zero != 0) {
                packed[at >> 3] = (byte) ((zero >>> 7) * GATHER >>> 56);
            }
        }
        return at;
    }
}

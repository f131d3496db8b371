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
     * @param pixels uint8 or uint16 little endian
     * @param target gets a bit a pixel; zeros before
     * @param start byte of the target that the first pixel goes to
     */
    static void pack(byte[] pixels, int bytesPerLabel, int label, byte[] target, int start) {
        int at = bytesPerLabel == 1 ? packEights(pixels, label * EACH_BYTE, target, start) : 0;
        for (; at < pixels.length / bytesPerLabel; at++) {
            int value =
                    bytesPerLabel == 1 ? pixels[at] & 0xFF : pixels[2 * at] & 0xFF | (pixels[2 * at + 1] & 0xFF) << 8;
            if (value == label) {
                target[start + (at >> 3)] |= (byte) (1 << (at & 7));
            }
        }
    }

    /** Eight pixels at once; a byte of the difference is zero where the label is the wanted one. */
    private static int packEights(byte[] pixels, long wanted, byte[] target, int start) {
        int at = 0;
        for (; at + 8 <= pixels.length; at += 8) {
            long difference = (long) LONG.get(pixels, at) ^ wanted;
            long zero = ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
            if (zero != 0) {
                target[start + (at >> 3)] = (byte) ((zero >>> 7) * GATHER >>> 56);
            }
        }
        return at;
    }
}

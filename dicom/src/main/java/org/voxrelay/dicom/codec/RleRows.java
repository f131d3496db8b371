package org.voxrelay.dicom.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of an RLE frame while it grows. Rows are encoded each for itself (PS3.5 section G.3.1). */
final class RleRows {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final int MAX_RUN = 128;

    private byte[] out;
    private int size;

    /** @param header bytes that {@link #frame} leaves free */
    RleRows(int header, int expected) {
        out = new byte[header + expected];
        size = header;
    }

    int size() {
        return size;
    }

    /** Fills up to an even length, as each segment has it. */
    void even() {
        if (size % 2 == 1) {
            room(1);
            out[size++] = 0;
        }
    }

    /** @return all bytes, those of the header to be filled in */
    byte[] frame() {
        return Arrays.copyOf(out, size);
    }

    void encode(byte[] bytes, int from, int to) {
        room((to - from) + (to - from) / MAX_RUN + 2);
        int literal = from;
        int x = from;
        while (x < to) {
            int run = runLength(bytes, x, to);
            if (run > 2) {
                literal(bytes, literal, x);
                out[size++] = (byte) (1 - run);
                out[size++] = bytes[x];
                literal = x + run;
            }
            x += run > 2 ? run : 1;
        }
        literal(bytes, literal, to);
    }

    private static int runLength(byte[] bytes, int from, int to) {
        byte value = bytes[from];
        int most = Math.min(to, from + MAX_RUN);
        int end = from + 1;
        if (end + 8 <= most && bytes[end] == value) {
            long eight = (value & 0xFF) * EACH_BYTE;
            while (end + 8 <= most && (long) LONG.get(bytes, end) == eight) {
                end += 8;
            }
        }
        while (end < most && bytes[end] == value) {
            end++;
        }
        return end - from;
    }

    private void literal(byte[] bytes, int from, int to) {
        for (int start = from; start < to; start += MAX_RUN) {
            int length = Math.min(MAX_RUN, to - start);
            out[size++] = (byte) (length - 1);
            System.arraycopy(bytes, start, out, size, length);
            size += length;
        }
    }

    private void room(int count) {
        if (out.length - size < count) {
            out = Arrays.copyOf(out, Math.max(size + count, Math.addExact(out.length, out.length / 2)));
        }
    }
}

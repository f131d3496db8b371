package org.voxrelay.dicom.codec.jpeg;

import org.voxrelay.dicom.pixel.PixelException;

/** Bits of entropy-coded data, the highest first, without stuffed bytes (ISO/IEC 10918-1 section F.2.2.5). */
final class BitReader {
    private final byte[] stream;
    private int position;
    private int bits;
    private int count;
    private int missing;

    BitReader(byte[] stream, int position) {
        this.stream = stream;
        this.position = position;
    }

    /** @return the next 16 bits, zeros where the data end; they stay */
    int peek16() {
        while (count < 16) {
            bits = bits << 8 | nextByte();
            count += 8;
        }
        return bits >>> count - 16 & 0xFFFF;
    }

    private int nextByte() {
        if (position >= stream.length) {
            missing++;
            return 0;
        }
        int value = stream[position] & 0xFF;
        if (value != 0xFF) {
            position++;
            return value;
        }
        if (position + 1 < stream.length && stream[position + 1] == 0) {
            position += 2;
            return value;
        }
        missing++; // a marker
        return 0;
    }

    void skip(int length) throws PixelException {
        count -= length;
        if (count < 8 * missing) {
            throw new PixelException("A JPEG stream is cut off.");
        }
    }

    /** @param length 0 to 16 */
    int read(int length) throws PixelException {
        if (length == 0) {
            return 0;
        }
        int value = peek16() >>> 16 - length;
        skip(length);
        return value;
    }

    /** A difference of this many bits (section F.2.2.1). */
    int readSigned(int length) throws PixelException {
        int value = read(length);
        return length == 0 || value >= 1 << length - 1 ? value : value - (1 << length) + 1;
    }

    /** Passes a restart marker; the bits before it are padding. */
    void restart() throws PixelException {
        bits = 0;
        count = 0;
        missing = 0;
        while (position + 1 < stream.length && (stream[position + 1] & 0xFF) == 0xFF) {
            position++;
        }
        boolean marker = position + 1 < stream.length
                && (stream[position] & 0xFF) == 0xFF
                && (stream[position + 1] & 0xF8) == 0xD0;
        if (!marker) {
            throw new PixelException("A JPEG stream lacks a restart marker.");
        }
        position += 2;
    }
}

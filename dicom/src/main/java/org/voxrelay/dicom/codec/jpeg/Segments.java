package org.voxrelay.dicom.codec.jpeg;

import org.voxrelay.dicom.pixel.PixelException;

/** The marker segments of a JPEG stream, one after the other (ISO/IEC 10918-1 section B.1). */
final class Segments {
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;

    private final byte[] stream;
    private int position;
    private int end;
    private int marker;

    Segments(byte[] stream) throws PixelException {
        this.stream = stream;
        if (stream.length < 4 || (stream[0] & 0xFF) != 0xFF || (stream[1] & 0xFF) != START) {
            throw new PixelException("A frame is no JPEG stream.");
        }
        end = 2;
    }

    /** Moves behind the current segment to the next one; false at the end. Entropy-coded data in between are passed. */
    boolean next() throws PixelException {
        position = end;
        while (position + 1 < stream.length) {
            int value = stream[position + 1] & 0xFF;
            boolean isMarker = (stream[position] & 0xFF) == 0xFF && value != 0 && value != 0xFF;
            boolean isRestart = value >= 0xD0 && value <= 0xD7;
            if (isMarker && !isRestart) {
                return open(value);
            }
            position++;
        }
        return false;
    }

    private boolean open(int value) throws PixelException {
        marker = value;
        position += 2;
        if (value == END) {
            return false;
        }
        if (value == START || value == 1) {
            end = position;
            return next();
        }
        end = position + 2;
        int length = readShort();
        end = position - 2 + length;
        if (length < 2 || end > stream.length) {
            throw cutOff();
        }
        return true;
    }

    int marker() {
        return marker;
    }

    boolean isScan() {
        return marker == SCAN;
    }

    boolean hasMore() {
        return position < end;
    }

    int readByte() throws PixelException {
        if (position >= Math.min(end, stream.length)) {
            throw cutOff();
        }
        return stream[position++] & 0xFF;
    }

    int readShort() throws PixelException {
        return readByte() << 8 | readByte();
    }

    /** @return the entropy-coded data behind this scan header */
    BitReader bits() {
        return new BitReader(stream, end);
    }

    private static PixelException cutOff() {
        return new PixelException("A JPEG stream is cut off.");
    }
}

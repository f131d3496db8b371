package org.voxrelay.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream with a buffer in front: numbers of either byte order, and the position of the next byte. */
final class ByteSource extends InputStream {
    /** Memory for bytes of which the stream does not say that they are there is asked for in steps from this size on. */
    private static final int STEP = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private long position;

    ByteSource(InputStream in, long position) {
        this.in = in;
        this.position = position;
    }

    long position() {
        return position;
    }

    boolean atEnd() throws IOException {
        return !has(1);
    }

    /** Whether this many bytes follow, at most as many as the buffer holds; they stay unread. */
    boolean has(int count) throws IOException {
        while (end - start < count) {
            if (start > buffer.length - count) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
            int got = in.read(buffer, end, buffer.length - end);
            if (got < 0) {
                return false;
            }
            end += got;
        }
        return true;
    }

    private void require(int count) throws IOException {
        if (!has(count)) {
            throw truncated();
        }
    }

    private DicomStreamException truncated() {
        return new DicomStreamException("The data set is cut off at byte " + (position + end - start));
    }

    /** A byte ahead that {@link #has} has asked for. */
    int peek(int ahead) {
        return buffer[start + ahead] & 0xFF;
    }

    int peekTag(boolean bigEndian) throws IOException {
        require(4);
        return bigEndian
                ? peek(0) << 24 | peek(1) << 16 | peek(2) << 8 | peek(3)
                : peek(1) << 24 | peek(0) << 16 | peek(3) << 8 | peek(2);
    }

    int readTag(boolean bigEndian) throws IOException {
        int tag = peekTag(bigEndian);
        advance(4);
        return tag;
    }

    int readUnsignedShort(boolean bigEndian) throws IOException {
        require(2);
        int value = bigEndian ? peek(0) << 8 | peek(1) : peek(1) << 8 | peek(0);
        advance(2);
        return value;
    }

    long readUnsignedInt(boolean bigEndian) throws IOException {
        require(4);
        int value = bigEndian
                ? peek(0) << 24 | peek(1) << 16 | peek(2) << 8 | peek(3)
                : peek(3) << 24 | peek(2) << 16 | peek(1) << 8 | peek(0);
        advance(4);
        return value & 0xFFFFFFFFL;
    }

    private void advance(int count) {
        start += count;
        position += count;
    }

    @Override
    public int read() throws IOException {
        if (atEnd()) {
            return -1;
        }
        int value = peek(0);
        advance(1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (start == end && length >= buffer.length) {
            int got = in.read(into, offset, length);
            position += Math.max(got, 0);
            return got;
        }
        if (atEnd()) {
            return -1;
        }
        int got = Math.min(length, end - start);
        System.arraycopy(buffer, start, into, offset, got);
        advance(got);
        return got;
    }

    /** The bytes of a file; of a stream, what is in its buffers. */
    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, (long) in.available() + end - start);
    }

    byte[] readBytes(int length) throws IOException {
        byte[] bytes = new byte[length <= STEP ? length : Math.min(length, Math.max(STEP, available()))];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, bytes.length * 2L));
            }
            int got = read(bytes, filled, bytes.length - filled);
            if (got < 0) {
                throw truncated();
            }
            filled += got;
        }
        return bytes;
    }

    /** The last byte is read, not skipped: a file lets one skip behind its end without a word. */
    void skipFully(long count) throws IOException {
        int buffered = (int) Math.min(count, end - start);
        advance(buffered);
        for (long left = count - buffered; left > 0; ) {
            long skipped = left > 1 ? in.skip(left - 1) : 0;
            if (skipped <= 0) {
                if (in.read() < 0) {
                    throw truncated();
                }
                skipped = 1;
            }
            position += skipped;
            left -= skipped;
        }
    }

    /** @return whether nothing but zeros was left, and now nothing is */
    boolean skipZerosToEnd() throws IOException {
        while (!atEnd()) {
            if (peek(0) != 0) {
                return false;
            }
            advance(1);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

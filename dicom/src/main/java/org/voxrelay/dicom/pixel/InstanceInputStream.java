package org.voxrelay.dicom.pixel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A value that was left in its instance as a stream. */
final class InstanceInputStream extends InputStream {
    private final InstanceBytes bytes;
    private final long end;
    private long position;

    InstanceInputStream(InstanceBytes bytes, long offset, long length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int count = (int) Math.min(length, end - position);
        bytes.read(position, ByteBuffer.wrap(into, offset, count));
        position += count;
        return count;
    }
}

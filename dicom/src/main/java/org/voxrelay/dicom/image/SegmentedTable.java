package org.voxrelay.dicom.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.voxrelay.dicom.image.LookupTable.Descriptor;
import org.voxrelay.dicom.pixel.PixelException;

/** A segmented palette table unrolled (PS3.3 C.7.9.2): never to more entries than its descriptor has. */
final class SegmentedTable {
    private static final int DISCRETE = 0;
    private static final int LINEAR = 1;
    private static final int INDIRECT = 2;

    private final ByteBuffer data;
    private final boolean wide;
    private final char[] entries;
    private int filled;

    SegmentedTable(Descriptor descriptor, byte[] data) {
        this.data = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        this.wide = descriptor.bits() > 8;
        this.entries = new char[descriptor.count()];
    }

    char[] entries() throws PixelException {
        while (filled < entries.length) {
            readSegment(true);
        }
        return entries;
    }

    private void readSegment(boolean mayBeIndirect) throws PixelException {
        int kind = read();
        int length = read();
        if (kind == DISCRETE) {
            for (int i = 0; i < length; i++) {
                add(read());
            }
        } else if (kind == LINEAR && filled > 0) {
            addLine(length, read());
        } else if (kind == INDIRECT && mayBeIndirect) {
            readIndirect(length);
        } else {
            throw new PixelException("A segmented palette has a segment of kind " + kind + ".");
        }
    }

    private void addLine(int length, int end) throws PixelException {
        int start = entries[filled - 1];
        for (int i = 1; i <= length; i++) {
            add((int) Math.round(start + (double) (end - start) * i / length));
        }
    }

    /** Copies of segments that stand elsewhere, which are no copies themselves. */
    private void readIndirect(int count) throws PixelException {
        int low = read();
        int middle = read();
        long offset =
                wide ? low | (long) middle << 16 : low | (long) middle << 8 | (long) read() << 16 | (long) read() << 24;
        int back = data.position();
        if (offset >= data.limit()) {
            throw new PixelException("A segmented palette points outside of itself.");
        }
        data.position((int) offset);
        for (int i = 0; i < count; i++) {
            readSegment(false);
        }
        data.position(back);
    }

    private void add(int entry) throws PixelException {
        if (filled == entries.length) {
            throw new PixelException("A segmented palette has more entries than it says.");
        }
        entries[filled++] = (char) entry;
    }

    private int read() throws PixelException {
        if (data.remaining() < (wide ? 2 : 1)) {
            throw new PixelException("A segmented palette has fewer entries than it says.");
        }
        return wide ? data.getShort() & 0xFFFF : data.get() & 0xFF;
    }
}

package org.voxrelay.dimse;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.voxrelay.dicom.io.DicomStreamException;

/** A stream that must not be longer than this. */
final class AtMost extends FilterInputStream {
    private final long bound;
    private long left;

    AtMost(InputStream in, long bytes) {
        super(in);
        bound = bytes;
        left = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int got = super.read(into, offset, (int) Math.min(length, left + 1));
        left -= Math.max(got, 0);
        if (left < 0) {
            throw new DicomStreamException("a data set of more than " + bound + " bytes");
        }
        return got;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, left + 1));
        left -= skipped;
        return skipped;
    }
}

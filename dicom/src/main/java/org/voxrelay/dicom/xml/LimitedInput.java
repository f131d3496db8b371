package org.voxrelay.dicom.xml;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.voxrelay.dicom.io.DicomStreamException;

/** Ends a document that is longer than it may be. Leaves the stream below open. */
final class LimitedInput extends FilterInputStream {
    private long left;

    LimitedInput(InputStream in, long limit) {
        super(in);
        left = limit;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int got = in.read(into, offset, length);
        count(got);
        return got;
    }

    private void count(int bytes) throws DicomStreamException {
        left -= Math.max(bytes, 0);
        if (left < 0) {
            throw new DicomStreamException("The XML document is longer than the limit");
        }
    }

    @Override
    public void close() {
        // The caller's stream.
    }
}

package org.voxrelay.dicom.io;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what passes, to end a deflated data set on an even byte (PS3.5 section A.5). */
final class EvenLength extends FilterOutputStream {
    private boolean odd;

    EvenLength(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        odd = !odd;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        odd ^= length % 2 == 1;
    }

    void pad() throws IOException {
        if (odd) {
            write(0);
        }
    }
}

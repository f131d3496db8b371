package org.voxrelay.web.dicomweb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Holds the first bytes back, so that what fails early can still be answered otherwise. What fails after them can only break
 * the connection.
 */
final class HeldOutput extends OutputStream {
    /** Most instances are shorter, and so are whole before any of it is sent. */
    private static final int MOST = 8 << 20;

    /** Writes what stands in front of the first byte. */
    @FunctionalInterface
    interface Begin {
        void begin() throws IOException;
    }

    private final OutputStream out;
    private final Begin begin;
    private final int most;
    private ByteArrayOutputStream held = new ByteArrayOutputStream();

    /** @param out not closed */
    HeldOutput(OutputStream out, Begin begin) {
        this(out, begin, MOST);
    }

    HeldOutput(OutputStream out, Begin begin, int most) {
        this.out = out;
        this.begin = begin;
        this.most = most;
    }

    /** Whether bytes are on their way. */
    boolean begun() {
        return held == null;
    }

    /** Nothing follows. */
    void finish() throws IOException {
        if (!begun()) {
            begin.begin();
            held.writeTo(out);
            held = null;
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!begun() && held.size() + length > most) {
            finish();
        }
        if (begun()) {
            out.write(bytes, offset, length);
        } else {
            held.write(bytes, offset, length);
        }
    }
}

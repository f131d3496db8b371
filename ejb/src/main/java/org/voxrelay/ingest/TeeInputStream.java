package org.voxrelay.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Hands on what it reads, and writes it to the spool as it passes; so does what is skipped. */
final class TeeInputStream extends InputStream {
    private final InputStream in;
    private final OutputStream spool;
    private final byte[] skipped = new byte[64 * 1024];

    TeeInputStream(InputStream in, OutputStream spool) {
        this.in = in;
        this.spool = spool;
    }

    /** The sender's stream broke or the spool could not be written: which of the two matters for the answer. */
    static final class SpoolFailure extends IOException {
        private static final long serialVersionUID = 1;

        SpoolFailure(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            try {
                spool.write(bytes, offset, count);
            } catch (IOException e) {
                throw new SpoolFailure(e);
            }
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long done = 0;
        while (done < count) {
            int step = read(skipped, 0, (int) Math.min(skipped.length, count - done));
            if (step < 0) {
                break;
            }
            done += step;
        }
        return done;
    }
}

package org.voxrelay.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import org.voxrelay.archive.Spool;

/**
 * Hands on what it reads, and writes it to the spool as it passes; so does what is skipped. Where the sender's stream is a
 * channel too, bytes go to the spool's buffers directly, and what is skipped is never copied.
 */
final class TeeInputStream extends InputStream {
    private final InputStream in;
    private final Spool spool;
    private byte[] skipped = new byte[0];
    private long passed;

    TeeInputStream(InputStream in, Spool spool) {
        this.in = in;
        this.spool = spool;
    }

    /** Bytes that were not skipped: what a reader may have kept. */
    long passed() {
        return passed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count;
        if (in instanceof ReadableByteChannel channel) {
            count = spool.readFrom(channel, length);
            if (count > 0) {
                spool.copyLast(bytes, offset, count);
            }
        } else {
            count = in.read(bytes, offset, length);
            if (count > 0) {
                spool.write(bytes, offset, count);
            }
        }
        passed += Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long done = 0;
        while (done < count) {
            int step = step(count - done);
            if (step < 0) {
                break;
            }
            done += step;
        }
        return done;
    }

    private int step(long most) throws IOException {
        if (in instanceof ReadableByteChannel channel) {
            return spool.readFrom(channel, most);
        }
        if (skipped.length == 0) {
            skipped = new byte[64 * 1024];
        }
        int count = in.read(skipped, 0, (int) Math.min(skipped.length, most));
        if (count > 0) {
            spool.write(skipped, 0, count);
        }
        return count;
    }
}

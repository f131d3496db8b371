package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** How much metadata all requests together may hold while their bulk data come: parsed, a byte takes some ten of the heap. */
@ApplicationScoped
public class MetadataRoom {
    private static final long MOST = 64L << 20;
    private static final long MOST_OF_ONE = 32L << 20;

    private final AtomicLong taken = new AtomicLong();

    /** There is more than is taken. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1;

        TooMuch(String message) {
            super(message);
        }
    }

    /** What one request takes of it; given back when it is closed. For one thread. */
    final class Share implements AutoCloseable {
        private long used;

        /** Counts what is read; the stream below stays open. */
        InputStream counted(InputStream in) {
            return new FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int offset, int count) throws IOException {
                    int got = in.read(into, offset, count);
                    take(Math.max(0, got));
                    return got;
                }

                @Override
                public void close() {
                    // The caller's stream.
                }
            };
        }

        private void take(int bytes) throws TooMuch {
            used += bytes;
            if (taken.addAndGet(bytes) > MOST) {
                throw new TooMuch("all requests together hold too much metadata at the moment");
            }
            if (used > MOST_OF_ONE) {
                throw new TooMuch("more than " + MOST_OF_ONE + " bytes of metadata in one request");
            }
        }

        @Override
        public void close() {
            taken.addAndGet(-used);
            used = 0;
        }
    }

    Share share() {
        return new Share();
    }
}

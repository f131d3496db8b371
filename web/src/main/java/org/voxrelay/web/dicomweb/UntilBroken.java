package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A stream that ends where the one below breaks off. So a parser that reads ahead still gives out what came before, and the
 * failure is told after it.
 */
final class UntilBroken extends InputStream {
    private final InputStream in;
    private Optional<IOException> failure = Optional.empty();

    UntilBroken(InputStream in) {
        this.in = in;
    }

    /** Tells the failure, if there was one. */
    void rethrow() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        if (failure.isPresent()) {
            return -1;
        }
        try {
            return in.read(into, offset, count);
        } catch (IOException e) {
            failure = Optional.of(e);
            return -1;
        }
    }
}

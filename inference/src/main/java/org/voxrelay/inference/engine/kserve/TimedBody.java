package org.voxrelay.inference.engine.kserve;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The body of an answer, for a limited time: the JDK's limit for a request ends where the body begins. */
final class TimedBody extends FilterInputStream {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** @param left the body is closed after that; who reads it then gets an {@link HttpTimeoutException} */
    TimedBody(InputStream body, Duration left) {
        super(body);
        end.orTimeout(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS).whenComplete((nothing, late) -> {
            if (late != null) {
                closeBody();
            }
        });
    }

    private void closeBody() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int count = in.read(target, offset, length);
            if (count < 0 && end.isCompletedExceptionally()) {
                throw new HttpTimeoutException("the answer stops in its middle");
            }
            return count;
        } catch (IOException e) {
            throw end.isCompletedExceptionally() ? new HttpTimeoutException("the answer stops in its middle") : e;
        }
    }

    @Override
    public void close() throws IOException {
        end.complete(null);
        in.close();
    }
}

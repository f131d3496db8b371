package org.voxrelay.web.access;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Compresses the body if it is JSON that nobody compressed. */
final class BrotliResponse extends HttpServletResponseWrapper {
    private static final Pattern JSON = Pattern.compile("(?i)application/([a-z.-]+\\+)?json\\s*(;.*)?");

    /** Where more effort stops paying for answers that are made anew each time. */
    private static final int QUALITY = 4;

    /** Less is not worth it. */
    private static final int SHORTEST = 512;

    private OptionalLong length = OptionalLong.empty();
    private Optional<Body> body = Optional.empty();

    BrotliResponse(HttpServletResponse response) {
        super(response);
    }

    // The length of the body before it is compressed: told to the client only if it stays.

    @Override
    public void setContentLength(int bytes) {
        setContentLengthLong(bytes);
    }

    @Override
    public void setContentLengthLong(long bytes) {
        length = OptionalLong.of(bytes);
    }

    @Override
    public void setHeader(String name, String value) {
        if (!isLength(name, value)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!isLength(name, value)) {
            super.addHeader(name, value);
        }
    }

    private boolean isLength(String name, String value) {
        if (!name.equalsIgnoreCase("Content-Length")) {
            return false;
        }
        setContentLengthLong(Long.parseLong(value));
        return true;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (body.isEmpty()) {
            body = Optional.of(new Body(super.getOutputStream()));
        }
        return body.get();
    }

    /** Writes what the compressor holds back. */
    void finish() throws IOException {
        if (body.isPresent()) {
            body.get().close();
        } else {
            length.ifPresent(super::setContentLengthLong);
        }
    }

    private boolean isPlainJson() {
        return getContentType() != null
                && JSON.matcher(getContentType()).matches()
                && !containsHeader("Content-Encoding");
    }

    private OutputStream begin(ServletOutputStream plain) throws IOException {
        if (!isPlainJson()) {
            length.ifPresent(super::setContentLengthLong);
            return plain;
        }
        super.setHeader("Content-Encoding", "br");
        super.addHeader("Vary", "Accept-Encoding");
        return new BrotliOutputStream(plain, Encoder.Parameters.create(QUALITY));
    }

    /** Holds the first bytes until there are enough of them to be worth it. */
    private final class Body extends ServletOutputStream {
        private final ServletOutputStream plain;
        private final byte[] held = new byte[SHORTEST];
        private int count;
        private Optional<OutputStream> out = Optional.empty();

        Body(ServletOutputStream plain) {
            this.plain = plain;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (out.isEmpty() && length <= held.length - count) {
                System.arraycopy(bytes, from, held, count, length);
                count += length;
                return;
            }
            if (out.isEmpty()) {
                out = Optional.of(begin(plain));
                out.get().write(held, 0, count);
            }
            out.get().write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (out.isPresent()) {
                out.get().flush();
            }
        }

        @Override
        public void close() throws IOException {
            if (out.isEmpty()) {
                length.ifPresent(BrotliResponse.super::setContentLengthLong);
                plain.write(held, 0, count);
                count = 0;
                out = Optional.of(plain);
            }
            out.get().close();
        }

        @Override
        public boolean isReady() {
            return plain.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("these services write as they come");
        }
    }
}

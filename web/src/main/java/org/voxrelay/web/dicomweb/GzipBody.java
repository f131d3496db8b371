package org.voxrelay.web.dicomweb;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A request body that comes as gzip (RFC 9110 section 8.4.1.3); ends one that is made to grow out of all proportion. */
final class GzipBody extends InputStream {
    private static final int BUFFER = 64 * 1024;
    /** Any body may become so long; blank images are packed a thousand times. */
    static final long ALWAYS_TAKEN = 64L << 20;

    private static final long MOST_TIMES = 200;
    private static final int MOST_EMPTY_MEMBERS = 100;

    private final Counted packed;
    private final GZIPInputStream unpacked;
    private long length;

    GzipBody(InputStream packed) throws IOException {
        this.packed = new Counted(packed);
        try {
            unpacked = new Members(this.packed);
        } catch (ZipException | EOFException e) {
            throw new Broken(e);
        }
    }

    /** It unpacks to more than is taken. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("The gzip body unpacks to more than " + MOST_TIMES + " times its length; send it without gzip.");
        }
    }

    /** It is not gzip, or ends too early. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken(IOException cause) {
            super("the body is not gzip, or it is cut off", cause);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int got = inflate(into, offset, count);
        length += Math.max(0, got);
        if (length > ALWAYS_TAKEN && length / MOST_TIMES > packed.length) {
            throw new TooLarge();
        }
        return got;
    }

    private int inflate(byte[] into, int offset, int count) throws IOException {
        try {
            return unpacked.read(into, offset, count);
        } catch (ZipException | EOFException e) {
            throw new Broken(e);
        }
    }

    /** Members (RFC 1952 section 2.2) that hold nothing are passed over by recursion: of a million, the stack has no room. */
    private static final class Members extends GZIPInputStream {
        private int empty;

        Members(InputStream in) throws IOException {
            super(in, BUFFER);
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (++empty > MOST_EMPTY_MEMBERS) {
                throw new ZipException("too many members without content");
            }
            try {
                return super.read(into, offset, count);
            } finally {
                empty--;
            }
        }
    }

    private static final class Counted extends FilterInputStream {
        private long length;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            length += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            int got = in.read(into, offset, count);
            length += Math.max(0, got);
            return got;
        }
    }
}

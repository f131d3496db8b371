package org.voxrelay.web.dicomweb;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.io.BufferedLineReaderInputStream;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.io.MaxLineLimitException;
import org.apache.james.mime4j.io.MimeBoundaryInputStream;
import org.apache.james.mime4j.stream.DefaultFieldBuilder;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteArrayBuffer;

/**
 * Takes a multipart body apart (RFC 2046 section 5.1), part by part, as it comes. Mime4j finds the boundaries and reads the
 * headers; its own walk over a body would take 4 KB at a time, which images come in much faster than.
 *
 * <p>A body that ends without its last boundary was cut off, perhaps where a data set may end too: reading the part then fails
 * with {@link MimeIOException}. A line of a header that is none is passed over.
 */
final class MultipartBody {
    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int MOST_HEADERS = 100;

    private final BufferedLineReaderInputStream in;
    private final String boundary;
    private MimeBoundaryInputStream part;
    private PartHead head = PartHead.NONE;

    /** @param boundary as the Content-Type names it, without hyphens before it */
    MultipartBody(InputStream in, String boundary) throws IOException {
        this.in = new BufferedLineReaderInputStream(new InPieces(in, boundary.length() + 16), BUFFER, LONGEST_HEADER);
        this.boundary = boundary;
        part = new MimeBoundaryInputStream(this.in, boundary, true); // the preamble, which says nothing
    }

    /**
     * Goes to the next part, past what was not read of this one. What follows the last one is left alone.
     *
     * @return whether there is one
     * @throws MimeException if its headers are too many or too long
     * @throws MimeIOException if the body ends within a part
     */
    boolean next() throws IOException, MimeException {
        part.transferTo(OutputStream.nullOutputStream());
        if (part.isLastPart()) {
            return false;
        }
        part = new MimeBoundaryInputStream(in, boundary, true);
        head = readHead();
        return true;
    }

    private PartHead readHead() throws IOException, MimeException {
        PartHead read = PartHead.NONE;
        var line = new ByteArrayBuffer(128);
        boolean more = readLine(line);
        for (int count = 1; more; count++) {
            if (count > MOST_HEADERS) {
                throw new MaxHeaderLimitException("a part has more than " + MOST_HEADERS + " headers");
            }
            var field = new DefaultFieldBuilder(LONGEST_HEADER);
            field.reset();
            do {
                field.append(line);
                more = readLine(line);
            } while (more && isFolded(line));
            read = with(read, field);
        }
        return read;
    }

    private static PartHead with(PartHead head, DefaultFieldBuilder lines) {
        try {
            RawField field = lines.build();
            return head.with(field.getName(), field.getBody());
        } catch (MimeException noHeader) {
            return head;
        } finally {
            lines.release();
        }
    }

    /** A header may go on in the next line, behind a space or tab (RFC 5322 section 2.2.3). */
    private static boolean isFolded(ByteArrayBuffer line) {
        return line.byteAt(0) == ' ' || line.byteAt(0) == '\t';
    }

    /** @return false at the empty line that ends the headers, or at the end of the part */
    private boolean readLine(ByteArrayBuffer line) throws IOException, MimeException {
        line.clear();
        try {
            int length = part.readLine(line);
            return length > 0 && line.byteAt(0) != '\r' && line.byteAt(0) != '\n';
        } catch (MaxLineLimitException e) {
            throw new MimeException(e);
        }
    }

    /** What the headers of this part say. */
    PartHead head() {
        return head;
    }

    /** The bytes of this part, of which there are no more when {@link #next} was called. Nobody needs to close it. */
    InputStream bytes() {
        return part;
    }

    /**
     * A stream that hands over at least so many bytes at a time, while there are some: Mime4j fails in reading a line when less
     * than a boundary came in between, and does not know that of itself, for it copies each part once more.
     */
    private static final class InPieces extends FilterInputStream {
        private final int least;

        InPieces(InputStream in, int least) {
            super(in);
            this.least = least;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            int got = in.read(into, offset, count);
            if (got < 0 || got >= least) {
                return got;
            }
            return got + in.readNBytes(into, offset + got, Math.min(count, least) - got);
        }
    }
}

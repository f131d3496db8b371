package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.stream.DefaultFieldBuilder;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteArrayBuffer;

/**
 * Takes a multipart body apart (RFC 2046 section 5.1), part by part, as it comes. Mime4j reads the headers; images come in
 * faster than it finds boundaries ({@link DelimitedInputStream}).
 *
 * <p>A body that ends without its last boundary was cut off, perhaps where a data set may end too: reading the part then fails
 * with {@link MimeIOException}. A line of a header that is none is passed over.
 */
final class MultipartBody {
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int MOST_HEADERS = 100;

    private final DelimitedInputStream in;
    private PartHead head = PartHead.NONE;

    /**
     * @param boundary as the Content-Type names it, without hyphens before it
     * @throws MimeException if that is too long
     */
    MultipartBody(InputStream in, String boundary) throws MimeException {
        this.in = new DelimitedInputStream(in, boundary);
    }

    /**
     * Goes to the next part, past what was not read of this one, or of the preamble. What follows the last one is left alone.
     *
     * @return whether there is one
     * @throws MimeException if its headers are too many or too long
     * @throws MimeIOException if the body ends within a part
     */
    boolean next() throws IOException, MimeException {
        if (!in.nextSection()) {
            return false;
        }
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
        int next;
        do {
            next = in.read();
            if (next >= 0) {
                line.append(next);
            }
            if (line.length() > LONGEST_HEADER) {
                throw new MimeException("a line of a part's headers is longer than " + LONGEST_HEADER + " bytes");
            }
        } while (next >= 0 && next != '\n');
        return !line.isEmpty() && line.byteAt(0) != '\r' && line.byteAt(0) != '\n';
    }

    /** What the headers of this part say. */
    PartHead head() {
        return head;
    }

    /** The bytes of this part, of which there are no more when {@link #next} was called; a channel too. Nobody needs to close it. */
    InputStream bytes() {
        return in;
    }
}

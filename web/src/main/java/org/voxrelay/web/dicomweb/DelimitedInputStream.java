package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;

/**
 * The sections of a multipart body (RFC 2046 section 5.1.1), one after the other: it ends where a section does, until {@link
 * #nextSection}. A section ends before the line break that a delimiter line begins with; lines may end with LF alone. Images pass
 * through it at the speed of memory, so the search looks at one byte in about as many as the delimiter has (Horspool).
 */
final class DelimitedInputStream extends InputStream implements ReadableByteChannel {
    private static final int AT_ONCE = 64 * 1024;
    private static final int LONGEST_BOUNDARY = 256;

    private final InputStream in;
    private final byte[] delimiter;
    /** For each byte that the last one looked at may be: how far on the delimiter may lie at least; 0 for its own last byte. */
    private final int[] skips = new int[256];

    private final byte[] buffer;
    private int position;
    private int limit;
    /** Before it there is nothing more of a delimiter to be found. */
    private int searched;
    /** Until here the bytes belong to the section, whatever follows. */
    private int safe;
    /** Whether a delimiter line begins at {@link #searched}. */
    private boolean atDelimiter;

    private boolean ended;

    /**
     * @param boundary as the Content-Type names it, without hyphens before it
     * @throws MimeException if it is longer than any boundary should be (70, RFC 2046)
     */
    DelimitedInputStream(InputStream in, String boundary) throws MimeException {
        if (boundary.length() > LONGEST_BOUNDARY) {
            throw new MimeException("the boundary has more than " + LONGEST_BOUNDARY + " characters");
        }
        this.in = in;
        delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(skips, delimiter.length);
        for (int i = 0; i < delimiter.length; i++) {
            skips[delimiter[i] & 0xff] = delimiter.length - 1 - i;
        }
        buffer = new byte[AT_ONCE + 2 * LONGEST_BOUNDARY];
    }

    /**
     * Goes behind the delimiter line that ends this section, past what was not read of it.
     *
     * @return false if it was the last one
     * @throws MimeIOException if there is no delimiter
     */
    boolean nextSection() throws IOException {
        while (available(1) > 0) {
            position = safe;
        }
        position = searched + delimiter.length;
        atDelimiter = false;
        boolean last = have(2) && buffer[position] == '-' && buffer[position + 1] == '-';
        if (!last) {
            passLine();
        }
        searched = position;
        safe = position;
        return !last;
    }

    private void passLine() throws IOException {
        while (have(1)) {
            if (buffer[position++] == '\n') {
                return;
            }
        }
    }

    @Override
    public int read() throws IOException {
        return available(1) == 0 ? -1 : buffer[position++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int step = available(count);
        System.arraycopy(buffer, position, into, offset, step);
        position += step;
        return step == 0 && count > 0 ? -1 : step;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = into.remaining();
        int step = available(count);
        into.put(buffer, position, step);
        position += step;
        return step == 0 && count > 0 ? -1 : step;
    }

    /**
     * How many of so many bytes can be taken at {@link #position}; 0 at the end of the section.
     *
     * @throws MimeIOException if the body ends within the section
     */
    private int available(int wanted) throws IOException {
        while (position == safe && !atDelimiter) {
            search();
            if (position == safe && !atDelimiter && !fill()) {
                throw new MimeIOException(new MimeException("it ends before its last boundary"));
            }
        }
        return Math.min(wanted, safe - position);
    }

    private void search() {
        int last = delimiter.length - 1;
        int at = searched;
        while (at + last < limit) {
            int skip = skips[buffer[at + last] & 0xff];
            if (skip > 0) {
                at += skip;
            } else if (!isDelimiter(at)) {
                at++;
            } else if (isDecided(at)) {
                searched = at;
                atDelimiter = true;
                safe = withoutLineBreak(at);
                return;
            } else {
                break;
            }
        }
        searched = Math.min(at, limit);
        safe = Math.max(position, Math.min(searched, limit - last) - 2);
    }

    /** Whether the delimiter stands here, at the beginning of a line; one that goes on is another's. */
    private boolean isDelimiter(int at) {
        boolean begins = at == 0 || buffer[at - 1] == '\n';
        if (!begins || !Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
            return false;
        }
        int end = at + delimiter.length;
        return end == limit
                || switch (buffer[end]) {
                    case ' ', '\t', '\r', '\n' -> true;
                    case '-' -> end + 1 == limit || buffer[end + 1] == '-';
                    default -> false;
                };
    }

    /** Whether what follows it is known. */
    private boolean isDecided(int at) {
        int end = at + delimiter.length;
        return ended || end < limit && buffer[end] != '-' || end + 1 < limit;
    }

    /** The line break before a delimiter is part of it. */
    private int withoutLineBreak(int at) {
        int end = at;
        if (end > position && buffer[end - 1] == '\n') {
            end--;
            if (end > position && buffer[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }

    /** Whether there are so many bytes at {@link #position}, whatever they are; few are asked for. */
    private boolean have(int count) throws IOException {
        while (limit - position < count) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** Gets some bytes more; false at the end of the body. The byte before {@link #position} stays, for it may end a line. */
    private boolean fill() throws IOException {
        int from = Math.max(0, position - 1);
        System.arraycopy(buffer, from, buffer, 0, limit - from);
        position -= from;
        limit -= from;
        searched = Math.max(0, searched - from);
        safe = Math.max(position, safe - from);
        int count = ended ? -1 : in.read(buffer, limit, Math.min(AT_ONCE, buffer.length - limit));
        if (count < 0) {
            boolean first = !ended;
            ended = true;
            return first && limit > position; // what was undecided is looked at once more
        }
        limit += count;
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Whoever has the body closes it. */
    @Override
    public void close() {}
}

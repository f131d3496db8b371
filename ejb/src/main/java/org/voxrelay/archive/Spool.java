package org.voxrelay.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The bytes of one arriving instance on their way to the disk. Memory holds one buffer, whatever the instance's length.
 * Closing it removes the file, unless the archive accepted it.
 */
public final class Spool extends OutputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int PREAMBLE = 128;
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
    /** File meta information is some hundred bytes; private information in it may be more. */
    private static final int MAX_HEAD = 1 << 20;

    private final String place;
    private final Path path;
    private final long maxBytes;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final MessageDigest digest = sha256();
    private ByteArrayOutputStream head = new ByteArrayOutputStream();
    private long length;

    Spool(String place, Path path, long maxBytes) throws IOException {
        this.place = place;
        this.path = path;
        this.maxBytes = maxBytes;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** The data set was longer than the administrator allows. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(long maxBytes) {
            super("longer than the limit of " + maxBytes + " bytes (VOXRELAY_MAX_INSTANCE_BYTES)");
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (length + count > maxBytes) {
            throw new TooLong(maxBytes);
        }
        digest(bytes, offset, count);
        if (count > buffer.remaining()) {
            drain();
        }
        if (count > buffer.capacity()) {
            writeFully(ByteBuffer.wrap(bytes, offset, count));
        } else {
            buffer.put(bytes, offset, count);
        }
        length += count;
    }

    private void digest(byte[] bytes, int offset, int count) throws IOException {
        if (head == null) {
            digest.update(bytes, offset, count);
        } else if (head.size() + count > MAX_HEAD) {
            throw new IOException("no end of the file meta information within " + MAX_HEAD + " bytes");
        } else {
            head.write(bytes, offset, count);
        }
    }

    /** Whether what was written begins as a Part 10 file does (PS3.10 section 7.1); ask before {@link #datasetBegins}. */
    public boolean hasPrefix() {
        byte[] seen = head.toByteArray();
        return seen.length >= PREAMBLE + PREFIX.length
                && Arrays.equals(seen, PREAMBLE, PREAMBLE + PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    /**
     * Says where in the file the data set begins. The digest covers what follows: the same data set has the same digest
     * however it came.
     */
    public void datasetBegins(long position) {
        byte[] seen = head.toByteArray();
        head = null;
        digest.update(seen, Math.toIntExact(position), seen.length - Math.toIntExact(position));
    }

    /** Bytes written so far. */
    public long length() {
        return length;
    }

    /** SHA-256 of the data set; call once, after the last byte. */
    public byte[] digest() {
        return digest.digest();
    }

    /** Overwrites the preamble with zeros: it may hold an executable's header (CVE-2019-11687). */
    public void clearPreamble() throws IOException {
        drain();
        channel.write(ByteBuffer.allocate(PREAMBLE), 0);
    }

    /** The name that the file will have in {@link InstanceFiles}. */
    public String place() {
        return place;
    }

    Path path() {
        return path;
    }

    void force() throws IOException {
        drain();
        channel.force(true);
    }

    private void drain() throws IOException {
        writeFully(buffer.flip());
        buffer.clear();
    }

    private void writeFully(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

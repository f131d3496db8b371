package org.voxrelay.web.dicomweb;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.io.BulkDataSource;

/**
 * Bulk data parts of one request, one after the other in a file that has no name any more: it goes with the request, and also
 * when the process is killed.
 */
final class BulkSpool implements BulkDataSource, Closeable {
    private static final int BUFFER = 256 * 1024;

    private final Path folder;
    private final Limits limits;
    private Optional<FileChannel> file = Optional.empty();
    private long length;

    /** @param folder where the file is made when the first part comes */
    BulkSpool(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /** How much may be kept. */
    interface Limits {
        /** Bytes of one part. */
        long longestPart();

        /** Whether there is room for more. */
        boolean hasSpace() throws IOException;
    }

    /** A part is longer than it may be, or the disk is nearly full; nothing of the part is kept. */
    static final class Full extends IOException {
        private static final long serialVersionUID = 1;

        Full(String message) {
            super(message);
        }
    }

    /** Keeps what is left of the stream; it stays open. */
    BulkData append(InputStream bytes) throws IOException {
        FileChannel to = file();
        long from = length;
        byte[] buffer = new byte[BUFFER];
        for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
            if (length - from + count > limits.longestPart() || !limits.hasSpace()) {
                length = from;
                throw new Full("there is no room for the bulk data");
            }
            var some = ByteBuffer.wrap(buffer, 0, count);
            while (some.hasRemaining()) {
                length += to.write(some, length);
            }
        }
        return new BulkData(from, length - from);
    }

    private FileChannel file() throws IOException {
        if (file.isEmpty()) {
            Path path = Files.createTempFile(Files.createDirectories(folder), "bulk-", ".part");
            file = Optional.of(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
            Files.delete(path);
        }
        return file.get();
    }

    @Override
    public InputStream open(BulkData value) throws IOException {
        return new Window(file(), value.offset(), value.length());
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    /** Some bytes of a file, whose position is nobody's. */
    private static final class Window extends InputStream {
        private final FileChannel file;
        private long position;
        private final long end;

        Window(FileChannel file, long offset, long length) {
            this.file = file;
            position = offset;
            end = offset + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (position == end) {
                return -1;
            }
            int got = file.read(ByteBuffer.wrap(into, offset, (int) Math.min(count, end - position)), position);
            position += Math.max(0, got);
            return got;
        }
    }
}

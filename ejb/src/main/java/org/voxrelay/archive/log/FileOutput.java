package org.voxrelay.archive.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A file that is written past the page cache, or through it from the moment on when the file system refuses the other: when the
 * file is opened, at the first write, or at a later one. Several threads may write, each to blocks of its own.
 */
final class FileOutput implements Disk.Output {
    private static final Logger LOG = Logger.getLogger(FileOutput.class.getName());
    private static final Optional<OpenOption> DIRECT = Disk.direct();

    private final Path path;
    private final FileChannel buffered;
    private final Optional<FileChannel> direct;
    private volatile boolean pastTheCache;

    /** How the file is opened for writing; a test's refuses where the real one does seldom. */
    interface Way {
        /** @param options {@code WRITE}, and O_DIRECT for past the page cache */
        FileChannel open(Path path, OpenOption... options) throws IOException;
    }

    private FileOutput(Path path, FileChannel buffered, Optional<FileChannel> direct) {
        this.path = path;
        this.buffered = buffered;
        this.direct = direct;
        pastTheCache = direct.isPresent();
    }

    static FileOutput create(Path path) throws IOException {
        return create(path, FileChannel::open);
    }

    /** Both ways are opened now: the file may have another name when the second is needed. */
    static FileOutput create(Path path, Way way) throws IOException {
        FileChannel buffered = way.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new FileOutput(path, buffered, openDirect(path, way));
    }

    private static Optional<FileChannel> openDirect(Path path, Way way) {
        if (DIRECT.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(way.open(path, StandardOpenOption.WRITE, DIRECT.get()));
        } catch (IOException | UnsupportedOperationException refused) {
            return Optional.empty();
        }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        int start = from.position();
        if (!pastTheCache) {
            writeFully(buffered, from, position);
            return;
        }
        try {
            writeFully(direct.orElseThrow(), from, position);
        } catch (IOException refused) {
            writeAgain(from.position(start), position, refused);
        }
    }

    /**
     * The whole of it: a write that stopped within a block cannot be gone on with. It is synced here, or a disk that is broken
     * would be noticed at the next sync only, and without syncs by nobody.
     */
    private void writeAgain(ByteBuffer from, long position, IOException refused) throws IOException {
        try {
            writeFully(buffered, from, position);
            buffered.force(false);
        } catch (IOException e) {
            e.addSuppressed(refused);
            throw e;
        }
        pastTheCache = false;
        if (position > 0) {
            LOG.log(Level.WARNING, "log: {0} is written through the page cache from now on: {1}", new Object[] {
                path.getFileName(), refused.toString()
            });
        }
    }

    private static void writeFully(FileChannel to, ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            int count = to.write(from, at);
            if (count <= 0) {
                throw new IOException("the file system takes no more bytes");
            }
            at += count;
        }
    }

    /** By either way: it is one file. */
    @Override
    public void force() throws IOException {
        buffered.force(false);
    }

    @Override
    public void truncate(long length) throws IOException {
        buffered.truncate(length);
    }

    @Override
    public void close() throws IOException {
        try {
            if (direct.isPresent()) {
                direct.get().close();
            }
        } finally {
            buffered.close();
        }
    }
}

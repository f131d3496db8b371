package org.voxrelay.archive.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file that is written past the page cache, or through it where the file system refuses the other. */
final class FileOutput implements Disk.Output {
    private static final Optional<OpenOption> DIRECT = Disk.direct();

    private final Path path;
    private FileChannel channel;

    private FileOutput(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static FileOutput create(Path path) throws IOException {
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                .close();
        return new FileOutput(path, open(path));
    }

    private static FileChannel open(Path path) throws IOException {
        if (DIRECT.isPresent()) {
            try {
                return FileChannel.open(path, StandardOpenOption.WRITE, DIRECT.get());
            } catch (IOException | UnsupportedOperationException e) {
                return FileChannel.open(path, StandardOpenOption.WRITE);
            }
        }
        return FileChannel.open(path, StandardOpenOption.WRITE);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        int start = from.position();
        try {
            writeFully(from, position);
        } catch (IOException e) {
            if (position > 0) {
                throw e;
            }
            // Some systems open a file so and refuse the first write; a disk that is broken refuses the second way too.
            channel.close();
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
            writeFully(from.position(start), position);
        }
    }

    private void writeFully(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

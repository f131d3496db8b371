package org.voxrelay.worker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Memory that a parent and its child processes see: a file, in memory where the system has a place for such, cut into
 * segments of up to 2 GiB each. Only the owner may read it. What a killed parent left is removed by the next one.
 *
 * <p>Closing removes the file; a segment that somebody still holds stays readable until it is forgotten.
 */
public final class SharedMemory implements Closeable {
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "voxrelay-bulk-";
    private static final int BLOCK = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final List<Long> lengths;
    private final List<ByteBuffer> segments;

    private SharedMemory(Path file, FileChannel channel, List<Long> lengths, List<ByteBuffer> segments) {
        this.file = file;
        this.channel = channel;
        this.lengths = lengths;
        this.segments = segments;
    }

    /**
     * Reserves the space, filled with zeros.
     *
     * @param lengths of the segments, each 1 to 2^31 - 1 bytes
     * @throws IOException if there is not so much space, in memory or on the disk
     */
    public static SharedMemory create(long... lengths) throws IOException {
        Path disk = Path.of(System.getProperty("java.io.tmpdir"));
        if (Files.isWritable(IN_MEMORY)) {
            try {
                return create(IN_MEMORY, lengths);
            } catch (IOException e) {
                return create(disk, lengths); // a container's memory disk is often of 64 MiB
            }
        }
        return create(disk, lengths);
    }

    /** As {@link #create(long...)}, in a folder of the caller's. */
    public static SharedMemory create(Path folder, long... lengths) throws IOException {
        List<Long> wanted = new ArrayList<>();
        for (long length : lengths) {
            if (length < 1 || length > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a segment has 1 to 2^31 - 1 bytes: " + length);
            }
            wanted.add(length);
        }
        removeLeftovers(folder);
        Path file = folder.resolve(PREFIX + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        FileChannel channel = FileChannel.open(file, options(StandardOpenOption.CREATE_NEW), ownerOnly(folder));
        try {
            channel.lock(); // released by the system when this process ends, however it ends
            fill(channel, wanted.stream().mapToLong(Long::longValue).sum());
            return new SharedMemory(file, channel, List.copyOf(wanted), map(channel, wanted));
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** In the child: maps what the parent made. */
    static List<ByteBuffer> open(Path file, List<Long> lengths) throws IOException {
        try (FileChannel channel = FileChannel.open(file, options())) {
            return map(channel, lengths);
        }
    }

    private static Set<StandardOpenOption> options(StandardOpenOption... more) {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        options.addAll(List.of(more));
        return options;
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Space that is only promised ends in a bus error when it is touched; written space is there. */
    private static void fill(FileChannel channel, long length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(BLOCK, length));
        while (channel.position() < length) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), length - channel.position()));
            channel.write(zeros);
        }
    }

    private static List<ByteBuffer> map(FileChannel channel, List<Long> lengths) throws IOException {
        List<ByteBuffer> segments = new ArrayList<>();
        long offset = 0;
        for (long length : lengths) {
            segments.add(
                    channel.map(FileChannel.MapMode.READ_WRITE, offset, length).order(ByteOrder.nativeOrder()));
            offset += length;
        }
        return List.copyOf(segments);
    }

    private static void removeLeftovers(Path folder) throws IOException {
        String own = PREFIX + ProcessHandle.current().pid() + "-";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : files) {
                if (!file.getFileName().toString().startsWith(own)) {
                    removeIfOwnerIsGone(file);
                }
            }
        }
    }

    private static void removeIfOwnerIsGone(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | OverlappingFileLockException e) {
            return; // somebody else's, or gone meanwhile
        }
    }

    Path file() {
        return file;
    }

    List<Long> lengths() {
        return lengths;
    }

    /** @return a view of its own, at position 0, in the byte order of the machine */
    public ByteBuffer segment(int index) {
        return segments.get(index).duplicate().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}

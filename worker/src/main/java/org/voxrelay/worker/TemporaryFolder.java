package org.voxrelay.worker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where one child keeps temporary files, and nobody else: native libraries are unpacked at each start, and a process that is
 * ended by force removes nothing. The parent removes the folder after the child's end; what a killed parent left is
 * removed by the next one.
 */
final class TemporaryFolder implements Closeable {
    private static final Logger LOG = Logger.getLogger(TemporaryFolder.class.getName());
    private static final String PREFIX = "worker-";
    private static final String LOCK = ".lock";
    /** Of living children of this process. Their locks must not even be tried: closing a file gives up all locks on it. */
    private static final Set<Path> OWN = new HashSet<>();

    private final Path path;
    private final FileChannel lock;

    private TemporaryFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @return empty, and the reason is in the log, where there cannot be one: the child then has the folder of the system */
    static Optional<TemporaryFolder> tryCreate(Path parent) {
        try {
            return Optional.of(create(parent));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "A worker process keeps its temporary files in the system''s folder for them, and leaves them there"
                            + " if it is killed, for {0} cannot be used: {1}",
                    new Object[] {parent, e});
            return Optional.empty();
        }
    }

    /** @param parent is made if need be */
    static synchronized TemporaryFolder create(Path parent) throws IOException {
        Path real = Files.createDirectories(parent).toRealPath(); // one name for one folder, for the sake of OWN
        removeLeftovers(real);
        Path path = Files.createTempDirectory(real, PREFIX);
        FileChannel channel = FileChannel.open(lockOf(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock(); // released by the system when this process ends, however it ends
            checkProgramsMayRun(path);
            OWN.add(path);
            return new TemporaryFolder(path, channel);
        } catch (IOException | RuntimeException | Error e) {
            remove(path);
            channel.close();
            throw e;
        }
    }

    /** Libraries cannot be loaded from a file system that is mounted {@code noexec}. */
    private static void checkProgramsMayRun(Path path) throws IOException {
        Path lock = lockOf(path);
        if (!lock.toFile().setExecutable(true) || !Files.isExecutable(lock)) {
            throw new IOException("native libraries cannot be loaded from " + path.getParent() + " (noexec?)");
        }
    }

    private static void removeLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Path path = name.endsWith(LOCK)
                        ? entry.resolveSibling(name.substring(0, name.length() - LOCK.length()))
                        : entry;
                if (!OWN.contains(path)) {
                    removeIfOwnerIsGone(path);
                }
            }
        }
    }

    private static void removeIfOwnerIsGone(Path path) {
        try (FileChannel channel = FileChannel.open(lockOf(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held != null) {
                remove(path);
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.log(Level.WARNING, "{0} stays until the next start: {1}", new Object[] {path, e});
        }
    }

    /** The lock goes last, so that the next one finds what this one could not remove. */
    private static void remove(Path path) throws IOException {
        if (Files.exists(path)) {
            Files.walkFileTree(path, new Removal());
        }
        Files.deleteIfExists(lockOf(path));
    }

    private static Path lockOf(Path path) {
        return path.resolveSibling(path.getFileName() + LOCK);
    }

    /** Links are removed, not followed. */
    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException fault) throws IOException {
            if (fault != null) {
                throw fault;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    Path path() {
        return path;
    }

    /** Removes the folder; to be called when the child has ended. */
    @Override
    public void close() {
        synchronized (TemporaryFolder.class) {
            try (lock) {
                remove(path);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0} stays until the next start: {1}", new Object[] {path, e});
            }
            OWN.remove(path);
        }
    }
}

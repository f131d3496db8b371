package org.voxrelay.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that nobody but their owner may read, from the moment they exist. */
final class OwnerOnly {
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER = permissions("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> FILE = permissions("rw-------");

    private OwnerOnly() {}

    /** Makes the folder (its parents with the usual permissions) unless it is there already. */
    static Path directory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path, FOLDER);
        }
        return path;
    }

    /** Writes a new file that appears whole or not at all. */
    static void write(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(partial);
        Files.createFile(partial, FILE);
        Files.writeString(partial, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(partial, file);
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String rwx) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rwx));
    }
}

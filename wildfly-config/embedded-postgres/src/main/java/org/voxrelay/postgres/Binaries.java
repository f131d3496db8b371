package org.voxrelay.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL (initdb, postgres), unpacked once a machine and shared by all clusters on it.
 *
 * @param home holds bin, lib, share
 */
record Binaries(Path home) {
    private static final String VERSION = "18.6";

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Major version of the clusters that these programs can open. */
    static String majorVersion() {
        return VERSION.substring(0, VERSION.indexOf('.'));
    }

    /**
     * Unpacks the programs unless somebody did already: in the machine's cache as root, else in the user's, else (home not
     * writable) inside {@code folder}.
     */
    static Binaries unpacked(Path folder) throws IOException {
        Path cache = cache().orElse(folder);
        Path home = cache.resolve("postgresql-" + VERSION);
        if (!Files.isDirectory(home)) {
            Path partial = Files.createTempDirectory(cache, "unpacking-");
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpackInto(partial);
            try {
                Files.move(partial, home);
            } catch (IOException e) {
                FileTree.delete(partial);
                if (!Files.isDirectory(home)) { // otherwise another process was faster
                    throw e;
                }
            }
        }
        return new Binaries(home);
    }

    private static Optional<Path> cache() {
        boolean root = "root".equals(System.getProperty("user.name"));
        String chosen = System.getenv("XDG_CACHE_HOME");
        Path base = chosen != null && !chosen.isBlank()
                ? Path.of(chosen)
                : root ? Path.of("/var/cache") : Path.of(System.getProperty("user.home"), ".cache");
        try {
            Path cache = Files.createDirectories(base.resolve("voxrelay"));
            return Files.isWritable(cache) ? Optional.of(cache) : Optional.empty();
        } catch (IOException expected) {
            return Optional.empty();
        }
    }

    private static void unpackInto(Path directory) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive(), 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = directory.resolve(entry.getName()).normalize();
                if (!target.startsWith(directory)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                unpack(tar, entry, target);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static InputStream archive() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        String name = "/postgres-" + system + "-" + (machine.equals("amd64") ? "x86_64" : machine) + ".txz";
        InputStream archive = Binaries.class.getResourceAsStream(name);
        if (archive == null) {
            throw new IOException("No PostgreSQL is packed for " + system + " " + machine
                    + ". Install PostgreSQL 15 or newer and set VOXRELAY_DB_URL.");
        }
        return archive;
    }
}

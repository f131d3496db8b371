package org.voxrelay.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * A database cluster on disk, with the password that opens it.
 *
 * @param directory what PostgreSQL calls the data directory
 * @param password of the superuser and of the application's role; hexadecimal digits
 * @param log folder for PostgreSQL's own log
 */
record Cluster(Path directory, String password, Path log) {
    /** The superuser; used here only, to make the application's role and database. */
    static final String SUPERUSER = "postgres";

    private static final int PASSWORD_BYTES = 32;

    /** Opens the cluster in {@code folder}, or makes it; a making that was cut off is begun anew. */
    static Cluster prepare(Path folder, Binaries binaries, RunAs runAs) throws IOException {
        Path directory = folder.resolve("cluster");
        Path password = folder.resolve("password");
        if (!EmbeddedPostgres.isCluster(directory)) {
            Files.deleteIfExists(password);
            OwnerOnly.write(password, randomPassword());
            initialise(folder, directory, binaries, runAs);
        }
        checkVersion(directory);
        Path log = OwnerOnly.directory(folder.resolve("log"));
        runAs.own(log);
        return new Cluster(directory, Files.readString(password).strip(), log);
    }

    private static void initialise(Path folder, Path directory, Binaries binaries, RunAs runAs) throws IOException {
        Path partial = folder.resolve("cluster.new");
        FileTree.delete(partial);
        Path password = folder.resolve("password");
        runAs.own(password);
        List<String> command = runAs.command(
                binaries.program("initdb").toString(),
                "--pgdata=" + partial,
                "--username=" + SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        Program.run(command, folder.resolve("initdb.log"), "initdb, which makes the database, failed");
        Files.move(partial, directory);
    }

    private static void checkVersion(Path directory) throws IOException {
        String found = Files.readString(directory.resolve("PG_VERSION")).strip();
        if (!found.equals(Binaries.majorVersion())) {
            throw new IOException("The database in " + directory + " was made by PostgreSQL " + found
                    + "; this server brings PostgreSQL " + Binaries.majorVersion()
                    + ". Dump it with the old version and load it with the new one.");
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

package org.voxrelay.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * A real PostgreSQL of this process' own: loopback only, generated password, fsync on.
 *
 * <p>Its folder holds everything that must last: {@code cluster/} (the database), {@code password} (readable by the owner
 * only), {@code log/}. One process at a time owns the folder. When that process ends, even by kill -9, PostgreSQL notices
 * and shuts down cleanly; so there is no shutdown hook, and connections stay good until the very end of the JVM.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The role that owns the database; it is not a superuser. */
    public static final String USER = "voxrelay";

    /** The database that {@link #url()} names. */
    public static final String DATABASE = "voxrelay";

    private final FileChannel lock;
    private final Cluster cluster;
    private final Postmaster postmaster;

    private EmbeddedPostgres(FileChannel lock, Cluster cluster, Postmaster postmaster) {
        this.lock = lock;
        this.cluster = cluster;
        this.postmaster = postmaster;
    }

    /** Starts on a port that is free. */
    public static EmbeddedPostgres start(Path directory) throws IOException {
        return start(directory, 0);
    }

    /**
     * Starts PostgreSQL, making the cluster the first time; returns when it takes connections. A PostgreSQL that a dead
     * process left running in the same folder is shut down first.
     *
     * @param directory made if absent
     * @param port on 127.0.0.1; 0 for one that is free
     * @throws IOException with a sentence that says what is in the way
     */
    public static EmbeddedPostgres start(Path directory, int port) throws IOException {
        Path folder = OwnerOnly.directory(directory.toAbsolutePath().normalize());
        FileChannel lock = lock(folder);
        try {
            RunAs runAs = RunAs.forFolder(folder);
            Binaries binaries = Binaries.unpacked(folder);
            Cluster cluster = Cluster.prepare(folder, binaries, runAs);
            Leftovers.end(cluster.directory());
            Postmaster postmaster = Postmaster.start(cluster, binaries, runAs, port);
            return new EmbeddedPostgres(lock, cluster, postmaster).withDatabase();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private EmbeddedPostgres withDatabase() throws IOException {
        try {
            new Administration(cluster, postmaster.port()).ensureRoleAndDatabase(USER, DATABASE);
            return this;
        } catch (SQLException e) {
            close();
            throw new IOException("PostgreSQL started, but its database could not be made: " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held in this process: the same sentence
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException("The database folder " + folder + " is in use by another running server.");
    }

    /** JDBC URL of the database, without user and password. */
    public String url() {
        return url(DATABASE);
    }

    /** JDBC URL of another database of this cluster. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return cluster.password();
    }

    public int port() {
        return postmaster.port();
    }

    /**
     * Makes an empty database of the same owner, replacing one of the same name; for tests that want their own.
     *
     * @return its JDBC URL
     */
    public String createDatabase(String name) throws SQLException {
        new Administration(cluster, port()).recreateDatabase(name, USER);
        return url(name);
    }

    /** False once PostgreSQL has ended for whatever reason. */
    public boolean isRunning() {
        return postmaster.isRunning();
    }

    /** Ends PostgreSQL (fast shutdown: open transactions roll back) and frees the folder. A second call does nothing. */
    @Override
    public void close() throws IOException {
        try {
            postmaster.stop();
        } finally {
            lock.close();
        }
    }

    /** The folder of the cluster itself, for those who back it up. */
    public Path clusterDirectory() {
        return cluster.directory();
    }

    static boolean isCluster(Path directory) {
        return Files.isRegularFile(directory.resolve("PG_VERSION"));
    }
}

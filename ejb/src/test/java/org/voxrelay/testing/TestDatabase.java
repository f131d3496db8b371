package org.voxrelay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;
import org.voxrelay.db.Database;
import org.voxrelay.db.Schema;
import org.voxrelay.postgres.EmbeddedPostgres;

/** A real PostgreSQL for the tests of this module: one server a JVM, a new database a test. */
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            Path folder = Files.createTempDirectory("voxrelay-test-pg");
            var server = EmbeddedPostgres.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty database with the current schema. */
    public static Database create() {
        try {
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            var source = new PGSimpleDataSource();
            source.setUrl(SERVER.createDatabase(name));
            source.setUser(SERVER.user());
            source.setPassword(SERVER.password());
            var database = new Database(source, source);
            Schema.migrate(database);
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

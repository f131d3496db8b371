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

    /** How another process reaches a database. */
    public record Address(String url, String user, String password) {
        /** Opens it. */
        public Database open() {
            var source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setUser(user);
            source.setPassword(password);
            return new Database(source, source, source);
        }
    }

    /** An empty database with the current schema. */
    public static Database create() {
        return createAddress().open();
    }

    /** As {@link #create}, for other processes too. */
    public static Address createAddress() {
        try {
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            var address = new Address(SERVER.createDatabase(name), SERVER.user(), SERVER.password());
            Schema.migrate(address.open());
            return address;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

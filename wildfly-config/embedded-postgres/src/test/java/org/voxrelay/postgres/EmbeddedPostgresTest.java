package org.voxrelay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path folder;

    @Test
    void whatWasCommittedIsThereAfterARestart() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Connection connection = connect(postgres)) {
            execute(connection, "CREATE TABLE study (uid text)");
            execute(connection, "INSERT INTO study VALUES ('1.2.3')");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Connection connection = connect(postgres)) {
            assertThat(value(connection, "SELECT uid FROM study")).isEqualTo("1.2.3");
        }
    }

    @Test
    void itIsSafeByDefault() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Connection connection = connect(postgres)) {
            assertThat(value(connection, "SHOW fsync")).isEqualTo("on");
            assertThat(value(connection, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(value(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(value(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThat(value(connection, "SELECT datlocprovider FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("b");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void theApplicationMayMakeTheExtensionsItNeeds() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Connection connection = connect(postgres)) {
            for (String extension : new String[] {"pg_trgm", "unaccent", "btree_gin"}) {
                execute(connection, "CREATE EXTENSION " + extension);
            }
            assertThat(value(connection, "SELECT lower('ÄRZTE')")).isEqualTo("ärzte");
        }
    }

    @Test
    void aFolderHasOneOwnerAtATime() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another running server");
            assertThat(postgres.isRunning()).isTrue();
        }
    }

    @Test
    void aMakingThatWasCutOffIsBegunAnew() throws Exception {
        Files.createDirectories(folder.resolve("cluster.new/base"));
        Files.writeString(folder.resolve("password"), "0123");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(postgres.password()).hasSize(64);
            assertThat(folder.resolve("cluster.new")).doesNotExist();
        }
    }

    @Test
    void aPidFileOfAnotherProgramIsNoObstacle() throws Exception {
        EmbeddedPostgres.start(folder).close();
        long other = ProcessHandle.current().parent().orElseThrow().pid();
        Path cluster = folder.resolve("cluster");
        Files.writeString(
                cluster.resolve("postmaster.pid"), other + "\n" + cluster + "\n1700000000\n5432\n\n127.0.0.1\n1 1\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(postgres.isRunning()).isTrue();
        }
    }

    @Test
    void aClusterOfAnotherVersionIsRefusedWithASentence() throws Exception {
        Files.createDirectories(folder.resolve("cluster"));
        Files.writeString(folder.resolve("cluster/PG_VERSION"), "14\n");
        Files.writeString(folder.resolve("password"), "0123");
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                .hasMessageContaining("made by PostgreSQL 14")
                .hasMessageContaining("Dump it");
    }

    @Test
    void aTestMayHaveADatabaseOfItsOwn() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            String url = postgres.createDatabase("ingest_test");
            try (Connection connection = DriverManager.getConnection(url, postgres.user(), postgres.password())) {
                execute(connection, "CREATE TABLE instance (uid text)");
                assertThat(value(connection, "SELECT current_database()")).isEqualTo("ingest_test");
            }
        }
    }

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}

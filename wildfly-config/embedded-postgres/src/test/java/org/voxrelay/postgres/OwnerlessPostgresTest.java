package org.voxrelay.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a process dies without a goodbye. */
class OwnerlessPostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** The other process: starts PostgreSQL, commits a row, says so, and waits to be killed. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
            try (Connection connection = EmbeddedPostgresTest.connect(postgres)) {
                EmbeddedPostgresTest.execute(connection, "CREATE TABLE study (uid text)");
                EmbeddedPostgresTest.execute(connection, "INSERT INTO study VALUES ('1.2.3')");
            }
            System.out.println("committed");
            Thread.sleep(Duration.ofHours(1).toMillis());
        }
    }

    @Test
    void postgresEndsCleanlyWhenItsOwnerIsKilled() throws Exception {
        Process owner = ownerThatCommitted();
        owner.destroyForcibly().waitFor();
        Path pidFile = folder.resolve("cluster/postmaster.pid");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.exists(pidFile) && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        assertThat(pidFile).doesNotExist();
        assertRowIsThere();
    }

    @Test
    void nothingCommittedIsLostWhenAllAreKilledAtOnce() throws Exception {
        Process owner = ownerThatCommitted();
        List<ProcessHandle> all = owner.descendants().toList();
        assertThat(all).hasSizeGreaterThan(3);
        owner.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        owner.waitFor();
        assertRowIsThere();
    }

    @Test
    void aPostgresThatIsStillRunningIsEndedBeforeANewOneStarts() throws Exception {
        Process owner = ownerThatCommitted();
        List<ProcessHandle> shells = owner.descendants()
                .filter(process -> process.info().command().orElse("").matches(".*/(dash|bash|sh|busybox)"))
                .toList();
        assertThat(shells).isNotEmpty();
        shells.forEach(ProcessHandle::destroyForcibly); // nobody is left to notice the owner's death
        owner.destroyForcibly().waitFor();
        assertThat(folder.resolve("cluster/postmaster.pid")).exists();
        assertRowIsThere();
    }

    @Test
    void theDriverStartsPostgresAgainShouldItDie() throws Exception {
        EmbeddedPostgresDriver driver = new EmbeddedPostgresDriver();
        String url = "jdbc:voxrelay:" + folder;
        try (Connection connection = driver.connect(url, new Properties())) {
            EmbeddedPostgresTest.execute(connection, "CREATE TABLE study AS SELECT '1.2.3' AS uid");
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        awaitNoDescendants();
        try (Connection connection = driver.connect(url, new Properties())) {
            assertThat(EmbeddedPostgresTest.value(connection, "SELECT uid FROM study"))
                    .isEqualTo("1.2.3");
        }
        EmbeddedPostgresDriver.stopAll();
    }

    private void awaitNoDescendants() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ProcessHandle.current().descendants().findAny().isPresent() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    private void assertRowIsThere() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Connection connection = EmbeddedPostgresTest.connect(postgres)) {
            assertThat(EmbeddedPostgresTest.value(connection, "SELECT uid FROM study"))
                    .isEqualTo("1.2.3");
        }
    }

    private Process ownerThatCommitted() throws IOException {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("committed");
        return owner;
    }
}

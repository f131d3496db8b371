package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.voxrelay.config.Settings;
import org.voxrelay.db.Database;
import org.voxrelay.db.DatabaseException;

/** Runs inside WildFly, deployed together with the application. */
@ExtendWith(ArquillianExtension.class)
class InsideTheContainerIT {
    @Inject
    private Settings settings;

    @Inject
    private Database database;

    /** The EAR as it is shipped, with a web module that holds this class added. */
    @Deployment
    static EnterpriseArchive applicationWithThisTest() throws URISyntaxException, IOException {
        EnterpriseArchive ear =
                ShrinkWrap.createFromZipFile(EnterpriseArchive.class, new File(System.getProperty("voxrelay.ear")));
        WebArchive test = ShrinkWrap.create(WebArchive.class, "test.war")
                .addClass(InsideTheContainerIT.class)
                .addAsLibrary(jarOf(Assertions.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        return ear.setApplicationXML(new StringAsset(withTestModule(ear))).addAsModule(Testable.archiveToTest(test));
    }

    private static String withTestModule(EnterpriseArchive ear) throws IOException {
        try (InputStream shipped =
                ear.get("META-INF/application.xml").getAsset().openStream()) {
            String module = "<module><web><web-uri>test.war</web-uri><context-root>/test</context-root></web></module>";
            return new String(shipped.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("<module>", module + "\n  <module>");
        }
    }

    private static File jarOf(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void settingsAreThoseOfThisServer() {
        assertThat(settings.dataDir()).endsWithRaw(Path.of("arquillian", "data"));
        assertThat(settings.modelsDir().resolve("ct-tissue")).isDirectory();
    }

    @Test
    void aSearchCannotWriteAndIsPlannedForItsPattern() {
        assertThat(database.<String>read(connection -> setting(connection, "plan_cache_mode")))
                .isEqualTo("force_custom_plan");
        assertThat(database.<String>read(connection -> setting(connection, "statement_timeout")))
                .isEqualTo("15s");
        assertThatThrownBy(() -> database.read(connection -> execute(connection, "CREATE TABLE written (x int)")))
                .isInstanceOf(DatabaseException.class)
                .hasStackTraceContaining("read-only transaction");
    }

    @Test
    void whatIsWrittenIsWrittenDurablyByPostgresItself() {
        assertThat(database.<String>write(connection -> setting(connection, "fsync")))
                .isEqualTo("on");
        assertThat(database.<String>write(connection -> setting(connection, "synchronous_commit")))
                .isEqualTo("on");
        assertThat(database.<Integer>write(
                        connection -> connection.unwrap(PGConnection.class).getBackendPID()))
                .isPositive();
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW " + name)) {
            result.next();
            return result.getString(1);
        }
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}

package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import java.io.File;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

/** Runs inside WildFly, deployed together with the application. */
@ExtendWith(ArquillianExtension.class)
class InsideTheContainerIT {
    @Resource(lookup = "java:jboss/datasources/Voxrelay")
    private DataSource database;

    @Resource(lookup = "java:jboss/datasources/VoxrelayQuery")
    private DataSource queries;

    /** The EAR as it is shipped, with a web module that holds this class added. */
    @Deployment
    static EnterpriseArchive applicationWithThisTest() throws URISyntaxException {
        EnterpriseArchive ear =
                ShrinkWrap.createFromZipFile(EnterpriseArchive.class, new File(System.getProperty("voxrelay.ear")));
        WebArchive test = ShrinkWrap.create(WebArchive.class, "test.war")
                .addClass(InsideTheContainerIT.class)
                .addAsLibrary(jarOf(Assertions.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        ear.delete("META-INF/application.xml"); // modules are then found by their names, this one too
        return ear.addAsModule(Testable.archiveToTest(test));
    }

    private static File jarOf(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void aConnectionForSearchesCannotWriteAndPlansForThePatternAtHand() throws Exception {
        try (Connection connection = queries.getConnection()) {
            assertThat(setting(connection, "plan_cache_mode")).isEqualTo("force_custom_plan");
            assertThat(setting(connection, "statement_timeout")).isEqualTo("15s");
            assertThatThrownBy(() -> execute(connection, "CREATE TABLE written (x int)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only transaction");
        }
    }

    @Test
    void aConnectionForWritingIsPostgresItself() throws Exception {
        try (Connection connection = database.getConnection()) {
            assertThat(setting(connection, "fsync")).isEqualTo("on");
            assertThat(setting(connection, "transaction_read_only")).isEqualTo("off");
            assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW " + name)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package org.voxrelay.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * The JDBC driver of the server's data sources. {@code jdbc:voxrelay:/path/to/folder} starts the {@link EmbeddedPostgres}
 * of that folder with the first connection, and again should it have died; {@code jdbc:postgresql:...}, an outside
 * PostgreSQL, is left to pgjdbc. Not registered with {@code DriverManager}: there pgjdbc answers for itself.
 */
public final class EmbeddedPostgresDriver implements Driver {
    private static final String EMBEDDED = "jdbc:voxrelay:";
    private static final Logger LOG = Logger.getLogger("org.voxrelay.postgres");
    private static final Map<Path, EmbeddedPostgres> RUNNING = new HashMap<>();

    private final Driver pgjdbc = new org.postgresql.Driver();

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return url != null && (url.startsWith(EMBEDDED) || pgjdbc.acceptsURL(url));
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        if (url == null || !url.startsWith(EMBEDDED)) {
            return pgjdbc.connect(url, properties);
        }
        EmbeddedPostgres postgres = running(Path.of(url.substring(EMBEDDED.length())));
        Properties login = new Properties();
        login.putAll(properties);
        login.setProperty("user", postgres.user());
        login.setProperty("password", postgres.password());
        return pgjdbc.connect(postgres.url(), login);
    }

    private static EmbeddedPostgres running(Path directory) throws SQLException {
        synchronized (RUNNING) {
            EmbeddedPostgres known = RUNNING.get(directory);
            if (known != null && known.isRunning()) {
                return known;
            }
            try {
                if (known != null) {
                    LOG.warning("PostgreSQL has ended unexpectedly; starting it again");
                    known.close();
                }
                EmbeddedPostgres started = EmbeddedPostgres.start(directory);
                LOG.info("PostgreSQL runs on 127.0.0.1:" + started.port() + ", folder " + directory);
                RUNNING.put(directory, started);
                return started;
            } catch (IOException e) {
                throw new SQLException(e.getMessage(), "08001", e);
            }
        }
    }

    /** Ends every PostgreSQL that this class started; a server needs no such call, for its end is their end. */
    static void stopAll() throws IOException {
        synchronized (RUNNING) {
            for (EmbeddedPostgres postgres : RUNNING.values()) {
                postgres.close();
            }
            RUNNING.clear();
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return pgjdbc.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return pgjdbc.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return pgjdbc.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return pgjdbc.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return LOG;
    }
}

package org.voxrelay.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;

/** What only the superuser may do. Every call opens and closes its own connection. */
final class Administration {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Cluster cluster;
    private final int port;

    Administration(Cluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    /** Whether PostgreSQL takes connections yet. */
    boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException expected) {
            return false; // still starting
        }
    }

    void ensureRoleAndDatabase(String role, String database) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
                statement.execute(
                        "CREATE ROLE " + checked(role) + " LOGIN PASSWORD '" + hexadecimal(cluster.password()) + "'");
            }
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
                statement.execute("CREATE DATABASE " + checked(database) + " OWNER " + checked(role));
            }
        }
    }

    void recreateDatabase(String database, String owner) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + checked(database) + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + checked(database) + " OWNER " + checked(owner));
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", Cluster.SUPERUSER);
        login.setProperty("password", cluster.password());
        login.setProperty("loginTimeout", "10");
        Connection connection =
                new org.postgresql.Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres", login);
        if (connection == null) {
            throw new IllegalStateException("pgjdbc does not know its own URL");
        }
        return connection;
    }

    /** Names become part of a statement: only plain ones. */
    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a plain name: " + name);
        }
        return name;
    }

    private static String hexadecimal(String password) {
        if (!password.matches("[0-9a-f]+")) {
            throw new IllegalStateException("the password file was changed by hand: hexadecimal digits only");
        }
        return password;
    }
}

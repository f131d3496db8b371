package org.voxrelay.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Transactions on PostgreSQL. Work is plain SQL on the connection it is handed; it neither commits nor closes, and begins anew
 * when it is called again: after a deadlock, and when its connection turns out to be broken, as all are that a restart of the
 * database has left in a pool.
 *
 * <p>Three pools, because they want different settings: searches are planned for their very values
 * ({@code plan_cache_mode=force_custom_plan}) and are cut off after some seconds; look-ups by a unique key are planned once
 * ({@code force_generic_plan}); writes are neither.
 */
public final class Database {
    private static final int ATTEMPTS = 5;
    /** More than a pool holds: a database that ended leaves them all broken, and each is found out by its use. */
    private static final int BROKEN_ATTEMPTS = 25;
    /** serialization_failure and deadlock_detected: the same work may well succeed when done again. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01");
    /** admin_shutdown and crash_shutdown, beside class 08: nobody is at the other end any more. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02");

    private final DataSource writes;
    private final DataSource searches;
    private final DataSource lookUps;

    /** Three pools on the same database; nobody closes them here. */
    public Database(DataSource writes, DataSource searches, DataSource lookUps) {
        this.writes = writes;
        this.searches = searches;
        this.lookUps = lookUps;
    }

    /** Something done on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        /** May be called several times; what the last call returns counts. */
        T on(Connection connection) throws SQLException;
    }

    /** The pool for writing, for the migration. */
    public DataSource writes() {
        return writes;
    }

    /**
     * Commits {@code work}, or nothing of it.
     *
     * @throws DatabaseException when the database refuses or is away
     */
    public <T> T write(Work<T> work) {
        return repeated(() -> writeOnce(work));
    }

    /**
     * Runs {@code work} on a reading connection.
     *
     * @throws DatabaseException when the database refuses or is away
     */
    public <T> T read(Work<T> work) {
        return repeated(() -> withoutTransaction(searches, work));
    }

    /**
     * As {@link #read}, for SQL whose text alone decides how it is best done: it names rows by unique keys, and is planned once
     * for each connection.
     */
    public <T> T lookUp(Work<T> work) {
        return repeated(() -> withoutTransaction(lookUps, work));
    }

    /** Runs {@code work} on a writing connection without a transaction, for statements that PostgreSQL takes in none. */
    public <T> T alone(Work<T> work) {
        return repeated(() -> withoutTransaction(writes, work));
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T make() throws SQLException;
    }

    /** Nothing was committed, and the same may well succeed. */
    private static final class Repeatable extends SQLException {
        private static final long serialVersionUID = 1;

        Repeatable(SQLException cause) {
            super(cause);
        }

        private int attempts() {
            return isBroken((SQLException) getCause()) ? BROKEN_ATTEMPTS : ATTEMPTS;
        }
    }

    private static <T> T repeated(Attempt<T> attempt) {
        for (int number = 1; ; number++) {
            try {
                return attempt.make();
            } catch (Repeatable e) {
                if (number >= e.attempts()) {
                    throw new DatabaseException((SQLException) e.getCause());
                }
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        }
    }

    private static <T> T withoutTransaction(DataSource pool, Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return done(work, connection);
        }
    }

    private <T> T writeOnce(Work<T> work) throws SQLException {
        try (Connection connection = writes.getConnection()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = done(work, connection);
                commit(connection);
            } catch (SQLException | RuntimeException e) {
                undo(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
            return result;
        }
    }

    private static <T> T done(Work<T> work, Connection connection) throws SQLException {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw isTransient(e) || isBroken(e) ? new Repeatable(e) : e;
        }
    }

    /** A connection that breaks here leaves open whether the database has committed. */
    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw isTransient(e) ? new Repeatable(e) : e;
        }
    }

    private static boolean isTransient(SQLException e) {
        return TRANSIENT.contains(String.valueOf(e.getSQLState()));
    }

    private static boolean isBroken(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || ENDED.contains(state);
    }

    private static void undo(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}

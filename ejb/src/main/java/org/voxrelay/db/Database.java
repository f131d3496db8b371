package org.voxrelay.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Transactions on PostgreSQL. Work is plain SQL on the connection it is handed; it neither commits nor closes.
 *
 * <p>Two pools, because they want different settings: reads are planned for their very values
 * ({@code plan_cache_mode=force_custom_plan}) and are cut off after some seconds; writes are neither.
 */
public final class Database {
    private static final int ATTEMPTS = 5;
    /** serialization_failure and deadlock_detected: the same work may well succeed when done again. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01");

    private final DataSource writes;
    private final DataSource reads;

    /** Two pools on the same database; nobody closes them here. */
    public Database(DataSource writes, DataSource reads) {
        this.writes = writes;
        this.reads = reads;
    }

    /** Something done on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        /** Runs inside one transaction; may be called again after a deadlock. */
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
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOnce(work);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !TRANSIENT.contains(String.valueOf(e.getSQLState()))) {
                    throw new DatabaseException(e);
                }
            }
        }
    }

    /**
     * Runs {@code work} on a reading connection.
     *
     * @throws DatabaseException when the database refuses or is away
     */
    public <T> T read(Work<T> work) {
        try (Connection connection = reads.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private <T> T writeOnce(Work<T> work) throws SQLException {
        try (Connection connection = writes.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}

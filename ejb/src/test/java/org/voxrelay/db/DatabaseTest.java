package org.voxrelay.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.voxrelay.testing.TestDatabase;

class DatabaseTest {
    private final Database database = TestDatabase.create();

    @Test
    void workWhoseConnectionIsBrokenBeginsAnew() {
        var attempts = new AtomicInteger();
        Database.Work<Long> work = c -> {
            if (attempts.incrementAndGet() == 1) {
                breakOff(c);
            }
            return number(c, "select 42");
        };
        assertThat(database.read(work)).isEqualTo(42);
        assertThat(attempts).hasValue(2);
        attempts.set(0);
        assertThat(database.lookUp(work)).isEqualTo(42);
        attempts.set(0);
        assertThat(database.write(work)).isEqualTo(42);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void nothingOfABrokenTransactionStays() {
        var attempts = new AtomicInteger();
        database.write(c -> {
            run(c, "insert into uid_entry (uid) values ('1.2.3.broken')");
            if (attempts.incrementAndGet() == 1) {
                breakOff(c);
                number(c, "select 1");
            }
            return null;
        });
        long rows = database.read(c -> number(c, "select count(*) from uid_entry where uid = '1.2.3.broken'"));
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void workThatIsBrokenEachTimeIsGivenUp() {
        var attempts = new AtomicInteger();
        assertThatThrownBy(() -> database.read(c -> {
                    attempts.incrementAndGet();
                    breakOff(c);
                    return number(c, "select 1");
                }))
                .isInstanceOf(DatabaseException.class);
        assertThat(attempts).hasValue(25);
    }

    @Test
    void whatTheDatabaseRefusesIsNotTriedAgain() {
        var attempts = new AtomicInteger();
        assertThatThrownBy(() -> database.read(c -> {
                    attempts.incrementAndGet();
                    return number(c, "select 1 / 0");
                }))
                .isInstanceOf(DatabaseException.class);
        assertThat(attempts).hasValue(1);
    }

    private void breakOff(Connection connection) throws SQLException {
        long pid = number(connection, "select pg_backend_pid()");
        database.read(other -> number(other, "select pg_terminate_backend(" + pid + ", 10000)::int"));
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }
}

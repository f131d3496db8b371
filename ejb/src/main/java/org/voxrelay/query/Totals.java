package org.voxrelay.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.voxrelay.db.Database;

/** How much the archive holds, as the planner's statistics know it once the tables are large. */
public final class Totals {
    private static final long COUNTED_EXACTLY = 100_000;

    private final Database database;

    /** @param database with the index */
    public Totals(Database database) {
        this.database = database;
    }

    /** Numbers of rows; an estimate above 100,000. */
    public record Counts(long studies, long series, long instances) {}

    /** Counts, in bounded time. */
    public Counts count() {
        return database.read(c -> new Counts(count(c, "study"), count(c, "series"), count(c, "instance")));
    }

    private static long count(Connection c, String table) throws SQLException {
        long estimate = number(c, "select reltuples::bigint from pg_class where oid = '" + table + "'::regclass");
        return estimate > COUNTED_EXACTLY ? estimate : number(c, "select count(*) from " + table);
    }

    private static long number(Connection c, String sql) throws SQLException {
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}

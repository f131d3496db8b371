package org.voxrelay.archive;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.db.Database;

/**
 * The change feed: what happened to instances, numbered from 1 without gaps in the order of commits. Who remembers the last
 * number that it saw misses nothing, over any restart. It is kept for good: a row holds all changes of a transaction to a series.
 */
public final class Changes {
    private final Database database;

    public Changes(Database database) {
        this.database = database;
    }

    /** One instance changed. */
    public record Change(
            long seq,
            ChangeKind kind,
            String studyInstanceUid,
            String seriesInstanceUid,
            String sopInstanceUid,
            Instant at) {}

    /**
     * Some changes in their order.
     *
     * @param last number of the latest change of all; 0 if there was none
     */
    public record Page(List<Change> changes, long last) {
        public Page {
            changes = List.copyOf(changes);
        }
    }

    /**
     * @param since changes with greater numbers are wanted
     * @param limit how many at most
     */
    public Page read(long since, int limit) {
        return database.read(c -> {
            // Asked first: what the second statement sees may go further, never less far.
            long last = last(c);
            return new Page(select(c, since, limit), last);
        });
    }

    private static long last(Connection c) throws SQLException {
        String sql = "select seq + n - 1 from change order by seq desc limit 1";
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** From the row that holds the first change wanted; numbers have no gaps, so they bound how much is read. */
    private static List<Change> select(Connection c, long since, int limit) throws SQLException {
        String sql = "select seq, what, study_uid, series_uid, uids, at from change"
                + " where seq >= coalesce((select seq from change where seq <= ? order by seq desc limit 1), 0)"
                + " and seq <= ? order by seq";
        var found = new ArrayList<Change>();
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setLong(1, since + 1);
            select.setLong(2, since + limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    add(row, since, limit, found);
                }
            }
        }
        return found;
    }

    private static void add(ResultSet row, long since, int limit, List<Change> found) throws SQLException {
        long seq = row.getLong(1);
        Array uids = row.getArray(5);
        for (String uid : (String[]) uids.getArray()) {
            if (seq > since && found.size() < limit) {
                found.add(new Change(
                        seq,
                        ChangeKind.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        uid,
                        row.getTimestamp(6).toInstant()));
            }
            seq++;
        }
        uids.free();
    }
}

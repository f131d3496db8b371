package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the table {@code change}. Numbers are given under a lock that lasts to the end of the transaction: whoever reads a
 * number can read all below it.
 */
final class ChangeRows {
    private static final long LOCK = 0x766f7872_656c6179L;

    private ChangeRows() {}

    /** What a transaction did to some instances of a series. */
    record SeriesChange(ChangeKind kind, String studyUid, String seriesUid, List<String> sopInstanceUids) {}

    /** Call last in a transaction: nobody else ends one while this one holds the numbers. */
    static void append(Connection c, List<SeriesChange> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        // A statement of its own: the next one must see what was committed while this one waited.
        try (PreparedStatement lock = c.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
        String sql = "insert into change (seq, n, what, study_uid, series_uid, uids)"
                + " select coalesce((select seq + n from change order by seq desc limit 1), 1) + before, u.n, u.what,"
                + " study, series, string_to_array(instances, ' ')"
                + " from unnest(?::int[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[])"
                + " u (before, n, what, study, series, instances)";
        try (PreparedStatement insert = c.prepareStatement(sql)) {
            insert.setArray(1, c.createArrayOf("int", before(changes)));
            bind(
                    c,
                    insert,
                    2,
                    "int",
                    changes,
                    change -> change.sopInstanceUids().size());
            bind(c, insert, 3, "text", changes, change -> change.kind().name());
            bind(c, insert, 4, "text", changes, SeriesChange::studyUid);
            bind(c, insert, 5, "text", changes, SeriesChange::seriesUid);
            bind(c, insert, 6, "text", changes, change -> String.join(" ", change.sopInstanceUids()));
            insert.executeUpdate();
        }
    }

    /** How many changes the rows before each hold. */
    private static Object[] before(List<SeriesChange> changes) {
        var sums = new ArrayList<Integer>();
        int sum = 0;
        for (SeriesChange change : changes) {
            sums.add(sum);
            sum += change.sopInstanceUids().size();
        }
        return sums.toArray();
    }

    private static void bind(
            Connection c,
            PreparedStatement insert,
            int parameter,
            String type,
            List<SeriesChange> changes,
            Function<SeriesChange, Object> value)
            throws SQLException {
        insert.setArray(
                parameter, c.createArrayOf(type, changes.stream().map(value).toArray()));
    }
}

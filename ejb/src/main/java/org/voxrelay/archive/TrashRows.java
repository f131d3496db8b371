package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.voxrelay.archive.Trash.Selection;
import org.voxrelay.archive.log.Burial;

/** The tables {@code deletion} and {@code trashed_instance}. */
final class TrashRows {
    private TrashRows() {}

    /** @return how many instances moved from the index to the trash */
    static int delete(Connection c, Selection selection, Duration retention) throws SQLException {
        String insert = "insert into deletion (study_uid, series_uid, uid, purge_at)"
                + " values (?, ?, ?, clock_timestamp() + ? * interval '1 millisecond') returning pk";
        long deletion;
        try (PreparedStatement statement = c.prepareStatement(insert)) {
            bind(statement, selection);
            statement.setLong(4, retention.toMillis());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                deletion = row.getLong(1);
            }
        }
        Map<Long, List<String>> gone = move(c, selection, deletion);
        moveSuperseded(c, deletion);
        RowRemoval.shrink(c, gone);
        if (gone.isEmpty()) {
            update(c, "delete from deletion where pk = ?", deletion);
        }
        return gone.values().stream().mapToInt(List::size).sum();
    }

    private static void bind(PreparedStatement statement, Selection selection) throws SQLException {
        statement.setString(1, selection.study());
        statement.setString(2, selection.series().orElse(null));
        statement.setString(3, selection.instance().orElse(null));
    }

    /** @return SOP Instance UIDs by primary key of their series */
    private static Map<Long, List<String>> move(Connection c, Selection selection, long deletion) throws SQLException {
        String sql = "with gone as (delete from instance using series, study"
                + " where series.pk = series_pk and study.pk = study_pk and study.uid = ?"
                + " and series.uid = coalesce(?, series.uid) and instance.uid = coalesce(?, instance.uid)"
                + " returning series_pk, instance.uid, size, crc, place), kept as (insert into trashed_instance"
                + " (deletion_pk, uid, size, crc, place, superseded) select ?, uid, size, crc, place, false from gone)"
                + " select series_pk, uid from gone";
        var gone = new HashMap<Long, List<String>>();
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            bind(statement, selection);
            statement.setLong(4, deletion);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    gone.computeIfAbsent(row.getLong(1), pk -> new ArrayList<>())
                            .add(row.getString(2));
                }
            }
        }
        return gone;
    }

    private static void moveSuperseded(Connection c, long deletion) throws SQLException {
        update(
                c,
                "with gone as (delete from superseded_instance"
                        + " where uid in (select uid from trashed_instance where deletion_pk = ?) returning uid, place)"
                        + " insert into trashed_instance (deletion_pk, uid, size, place, superseded)"
                        + " select ?, uid, 0, place, true from gone",
                deletion,
                deletion);
    }

    /**
     * Takes instances that have their rows again out of the trash, in the same transaction; what they had superseded is known as
     * that again.
     */
    static void restored(Connection c, List<String> places) throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        String sql = "with back as (delete from trashed_instance t using trashed_instance shown"
                + " where shown.place = any(?) and t.uid = shown.uid and t.deletion_pk = shown.deletion_pk"
                + " returning t.uid, t.place, t.superseded)"
                + " insert into superseded_instance (uid, place) select uid, place from back where superseded";
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            statement.setArray(1, c.createArrayOf("text", places.toArray()));
            statement.executeUpdate();
        }
    }

    static List<TrashedDeletion> list(Connection c, int limit, int offset) throws SQLException {
        String sql = "select pk, study_uid, series_uid, uid, deleted, purge_at,"
                + " (select count(*) from trashed_instance where deletion_pk = deletion.pk and not superseded)"
                + " from deletion order by pk desc limit ? offset ?";
        var found = new ArrayList<TrashedDeletion>();
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setInt(1, limit);
            select.setInt(2, offset);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new TrashedDeletion(
                            row.getLong(1),
                            row.getString(2),
                            Optional.ofNullable(row.getString(3)),
                            Optional.ofNullable(row.getString(4)),
                            row.getInt(7),
                            row.getTimestamp(5).toInstant(),
                            row.getTimestamp(6).toInstant()));
                }
            }
        }
        return found;
    }

    static boolean exists(Connection c, long deletion) throws SQLException {
        try (PreparedStatement select = c.prepareStatement("select from deletion where pk = ?")) {
            select.setLong(1, deletion);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Instances that were shown when they were deleted, in the order of their keys. */
    static List<TrashedInstance> shown(Connection c, long deletion, long after, int limit) throws SQLException {
        String sql = "select pk, uid, crc, place from trashed_instance"
                + " where deletion_pk = ? and pk > ? and not superseded order by pk limit ?";
        var found = new ArrayList<TrashedInstance>();
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setLong(1, deletion);
            select.setLong(2, after);
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int crc = row.getInt(3);
                    found.add(new TrashedInstance(
                            row.getLong(1),
                            row.getString(2),
                            row.wasNull() ? OptionalInt.empty() : OptionalInt.of(crc),
                            row.getString(4)));
                }
            }
        }
        return found;
    }

    static List<Burial> burials(Connection c, long deletion, int limit) throws SQLException {
        String sql = "select place, uid from trashed_instance where deletion_pk = ? order by pk limit ?";
        var found = new ArrayList<Burial>();
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setLong(1, deletion);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Burial(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }

    static List<Long> due(Connection c) throws SQLException {
        var found = new ArrayList<Long>();
        String sql = "select pk from deletion where purge_at <= clock_timestamp() order by purge_at limit 1000";
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(row.getLong(1));
            }
        }
        return found;
    }

    /** Forgets deletions of which nothing is left. */
    static int removeEmpty(Connection c) throws SQLException {
        return update(
                c,
                "delete from deletion where not exists"
                        + " (select from trashed_instance where deletion_pk = deletion.pk)");
    }

    private static int update(Connection c, String sql, long... keys) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            for (int i = 0; i < keys.length; i++) {
                statement.setLong(i + 1, keys[i]);
            }
            return statement.executeUpdate();
        }
    }
}

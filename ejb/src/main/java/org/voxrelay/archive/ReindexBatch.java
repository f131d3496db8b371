package org.voxrelay.archive;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes the columns of some series anew, those of their studies with the study's first series, and those of their instances. */
final class ReindexBatch {
    private static final Logger LOG = Logger.getLogger(ReindexBatch.class.getName());
    private static final int SERIES = 200;
    private static final byte[] NOTHING = {'{', '}'};

    private final KeyColumns columns;

    ReindexBatch(KeyColumns columns) {
        this.columns = columns;
    }

    private record Stored(long pk, String attributes, long studyPk, String studyAttributes, boolean first) {}

    /** Does the next ones and notes it. @return how many there were */
    int next(Connection c) throws SQLException {
        List<Stored> some = select(c);
        var series = new TreeMap<Long, KeyColumns.Row>();
        var studies = new TreeMap<Long, KeyColumns.Row>();
        int skipped = 0;
        for (Stored one : some) {
            try {
                Map<String, byte[]> metadata = metadata(c, one);
                byte[] instance = metadata.values().stream().findFirst().orElse(NOTHING);
                series.put(one.pk(), columns.series(one.attributes(), instance));
                if (one.first()) {
                    studies.put(one.studyPk(), columns.study(one.studyAttributes(), instance));
                }
                updateInstances(c, metadata);
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.WARNING, "reindex: series row {0} is left as it is: {1}", new Object[] {
                    Long.toString(one.pk()), e.toString()
                });
                skipped++;
            }
        }
        // Series, then studies, each by key: the order of all who write them.
        update(c, "series", series, false);
        update(c, "study", studies, true);
        note(c, some, skipped);
        return some.size();
    }

    /** The row of progress is locked first: of several nodes one works at a time. */
    private static List<Stored> select(Connection c) throws SQLException {
        try (PreparedStatement lock = c.prepareStatement("select from reindex for update")) {
            lock.executeQuery().close();
        }
        String sql = "select r.pk, r.attributes, s.pk, s.attributes,"
                + " r.pk = (select min(pk) from series where study_pk = s.pk)"
                + " from series r join study s on s.pk = r.study_pk, reindex"
                + " where r.pk > reindex.last and r.pk <= reindex.goal order by r.pk limit " + SERIES;
        var some = new ArrayList<Stored>();
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                some.add(new Stored(
                        row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), row.getBoolean(5)));
            }
        }
        return some;
    }

    private Map<String, byte[]> metadata(Connection c, Stored one) throws IOException, SQLException {
        boolean needed = columns.hasExtra(IndexLevel.INSTANCE)
                || columns.hasExtra(IndexLevel.SERIES)
                || one.first() && columns.hasExtra(IndexLevel.STUDY);
        if (!needed) {
            return Map.of();
        }
        try (InputStream json = MetadataRows.ofSeries(c, one.pk()).openJson()) {
            return MetadataObjects.split(json.readAllBytes());
        }
    }

    private void updateInstances(Connection c, Map<String, byte[]> metadata) throws SQLException {
        if (!columns.hasExtra(IndexLevel.INSTANCE)) {
            return;
        }
        Map<String, byte[]> sorted = new TreeMap<>(metadata);
        String sql = "update instance set keys = u.keys::jsonb from unnest(?::text[], ?::text[]) u (uid, keys)"
                + " where instance.uid = u.uid";
        try (PreparedStatement update = c.prepareStatement(sql)) {
            update.setArray(1, c.createArrayOf("text", sorted.keySet().toArray()));
            update.setArray(
                    2,
                    c.createArrayOf(
                            "text",
                            sorted.values().stream().map(columns::instance).toArray()));
            update.executeUpdate();
        }
    }

    private static void update(Connection c, String table, Map<Long, KeyColumns.Row> rows, boolean words)
            throws SQLException {
        String sql = "update " + table + " set attributes = u.attributes, keys = u.keys::jsonb"
                + (words ? ", name_words = string_to_array(u.words, ' ')" : "")
                + " from unnest(?::bigint[], ?::text[], ?::text[], ?::text[]) u (pk, attributes, keys, words)"
                + " where " + table + ".pk = u.pk";
        try (PreparedStatement update = c.prepareStatement(sql)) {
            var values = rows.values();
            update.setArray(1, c.createArrayOf("bigint", rows.keySet().toArray()));
            update.setArray(
                    2,
                    c.createArrayOf(
                            "text",
                            values.stream().map(KeyColumns.Row::attributes).toArray()));
            update.setArray(
                    3,
                    c.createArrayOf(
                            "text", values.stream().map(KeyColumns.Row::keys).toArray()));
            update.setArray(
                    4,
                    c.createArrayOf(
                            "text",
                            values.stream()
                                    .map(row -> String.join(" ", row.nameWords()))
                                    .toArray()));
            update.executeUpdate();
        }
    }

    private static void note(Connection c, List<Stored> some, int skipped) throws SQLException {
        if (some.isEmpty()) {
            return;
        }
        String sql = "update reindex set last = ?, done = done + ?, skipped = skipped + ?";
        try (PreparedStatement update = c.prepareStatement(sql)) {
            update.setLong(1, some.get(some.size() - 1).pk());
            update.setInt(2, some.size());
            update.setInt(3, skipped);
            update.executeUpdate();
        }
    }
}

package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.voxrelay.archive.SeriesRows.SeriesKey;
import org.voxrelay.db.Database;

/**
 * The rows of many instances in one transaction. Parents are made in short transactions of their own before it, so that
 * parallel senders of one new study do not wait for each other; counts are updated last and in one order everywhere (series,
 * then study), so that a row lock lasts no longer than the commit.
 */
final class IndexBatch {
    private final Database database;
    private final Duration settle;
    private final SeriesRows parents = new SeriesRows();
    private final UidTable uids = new UidTable();

    IndexBatch(Database database, Duration settle) {
        this.database = database;
        this.settle = settle;
    }

    /** @return the entries whose SOP Instance UID had a row already */
    List<IndexEntry> write(List<IndexEntry> entries) {
        // Rows in one order everywhere: two writers of the same instances cannot wait for each other.
        var sorted = entries.stream()
                .sorted(Comparator.comparing(e -> e.instance().uid().value()))
                .toList();
        var keys = new HashMap<String, SeriesKey>();
        for (IndexEntry entry : sorted) {
            keys.computeIfAbsent(entry.series().uid().value(), uid -> parents.keyOf(database, entry));
        }
        Set<String> classesAndSyntaxes = new HashSet<>();
        sorted.forEach(e -> classesAndSyntaxes.addAll(
                List.of(e.instance().sopClassUid(), e.instance().transferSyntaxUid())));
        database.write(connection -> {
            for (String uid : classesAndSyntaxes) {
                uids.idOf(connection, uid);
            }
            return null;
        });
        return database.write(connection -> insert(connection, sorted, keys));
    }

    /** What is known of series may be true no more. */
    void forget() {
        parents.forget();
    }

    private List<IndexEntry> insert(Connection connection, List<IndexEntry> entries, Map<String, SeriesKey> keys)
            throws SQLException {
        for (IndexEntry entry : entries) {
            if (entry.replaces()) {
                Superseding.supersede(connection, entry.instance().uid().value());
            }
        }
        Set<String> inserted = insertInstances(connection, entries, keys);
        var bySeries = new TreeMap<Long, List<IndexEntry>>();
        var conflicts = new ArrayList<IndexEntry>();
        for (IndexEntry entry : entries) {
            if (inserted.contains(entry.instance().uid().value())) {
                long seriesPk = keys.get(entry.series().uid().value()).seriesPk();
                bySeries.computeIfAbsent(seriesPk, pk -> new ArrayList<>()).add(entry);
            } else {
                conflicts.add(entry);
            }
        }
        var byStudy = new TreeMap<Long, Integer>();
        for (var series : bySeries.entrySet()) {
            insertMetadata(connection, series.getKey(), series.getValue());
            updateSeries(connection, series.getKey(), series.getValue());
            var first = series.getValue().get(0);
            byStudy.merge(
                    keys.get(first.series().uid().value()).studyPk(),
                    series.getValue().size(),
                    Integer::sum);
        }
        for (var study : byStudy.entrySet()) {
            StudyCounts.add(connection, study.getKey(), study.getValue());
        }
        return conflicts;
    }

    private Set<String> insertInstances(Connection c, List<IndexEntry> entries, Map<String, SeriesKey> keys)
            throws SQLException {
        String sql = "insert into instance"
                + " (series_pk, uid, number, class, syntax, frames, rows, columns, bits, size, crc, place)"
                + " select * from unnest(?::bigint[], ?::text[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[],"
                + " ?::int[], ?::int[], ?::bigint[], ?::int[], ?::text[]) on conflict (uid) do nothing returning uid";
        var inserted = new HashSet<String>();
        try (PreparedStatement insert = c.prepareStatement(sql)) {
            var columns = new InstanceColumns(entries.size());
            for (IndexEntry entry : entries) {
                var instance = entry.instance();
                columns.add(
                        keys.get(entry.series().uid().value()).seriesPk(),
                        instance,
                        uids.idOf(c, instance.sopClassUid()),
                        uids.idOf(c, instance.transferSyntaxUid()));
            }
            columns.bind(c, insert);
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    inserted.add(rows.getString(1));
                }
            }
        }
        return inserted;
    }

    private static void insertMetadata(Connection connection, long seriesPk, List<IndexEntry> entries)
            throws SQLException {
        MetadataRows.insert(
                connection,
                seriesPk,
                MetadataChunk.of(entries.stream().map(IndexEntry::metadata).toList()));
    }

    private void updateSeries(Connection connection, long seriesPk, List<IndexEntry> entries) throws SQLException {
        boolean settles = entries.stream().anyMatch(e -> e.series().settles());
        String sql = "update series set n_instances = n_instances + ?,"
                + " settle_at = case when ? then clock_timestamp() + ? * interval '1 millisecond' else settle_at end"
                + " where pk = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setInt(1, entries.size());
            update.setBoolean(2, settles);
            update.setLong(3, settle.toMillis());
            update.setLong(4, seriesPk);
            update.executeUpdate();
        }
    }
}

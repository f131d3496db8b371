package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final SeriesRows parents;
    private final KeyColumns keyColumns;
    private final UidTable uids = new UidTable();

    IndexBatch(Database database, Duration settle, KeyColumns keyColumns) {
        this.database = database;
        this.settle = settle;
        this.keyColumns = keyColumns;
        this.parents = new SeriesRows(keyColumns);
    }

    /** @return the entries whose SOP Instance UID had a row already */
    List<IndexEntry> write(List<IndexEntry> entries) {
        // Rows in one order everywhere: two writers of the same instances cannot wait for each other.
        var sorted = entries.stream()
                .sorted(Comparator.comparing(e -> e.instance().uid().value()))
                .toList();
        Map<String, SeriesKey> keys = parents.keysOf(database, sorted);
        learn(sorted);
        return database.write(connection -> insert(connection, sorted, keys));
    }

    /** SOP classes and transfer syntaxes that are new here get their numbers. */
    private void learn(List<IndexEntry> entries) {
        Set<String> fresh = new HashSet<>();
        for (IndexEntry entry : entries) {
            fresh.add(entry.instance().sopClassUid());
            fresh.add(entry.instance().transferSyntaxUid());
        }
        fresh.removeIf(uids::knows);
        if (!fresh.isEmpty()) {
            database.write(connection -> {
                for (String uid : fresh) {
                    uids.idOf(connection, uid);
                }
                return null;
            });
        }
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
        insertMetadata(connection, bySeries);
        updateSeries(connection, bySeries);
        for (var series : bySeries.entrySet()) {
            var first = series.getValue().get(0);
            byStudy.merge(
                    keys.get(first.series().uid().value()).studyPk(),
                    series.getValue().size(),
                    Integer::sum);
        }
        StudyCounts.add(connection, byStudy);
        return conflicts;
    }

    private Set<String> insertInstances(Connection c, List<IndexEntry> entries, Map<String, SeriesKey> keys)
            throws SQLException {
        String sql = "insert into instance"
                + " (series_pk, uid, number, class, syntax, frames, rows, columns, bits, size, crc, place, keys)"
                + " select * from unnest(?::bigint[], ?::text[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[],"
                + " ?::int[], ?::int[], ?::bigint[], ?::int[], ?::text[], ?::jsonb[])"
                + " on conflict (uid) do nothing returning uid";
        boolean keyed = keyColumns.hasExtra(IndexLevel.INSTANCE);
        var inserted = new HashSet<String>();
        try (PreparedStatement insert = c.prepareStatement(sql)) {
            var columns = new InstanceColumns(entries.size());
            for (IndexEntry entry : entries) {
                var instance = entry.instance();
                columns.add(
                        keys.get(entry.series().uid().value()).seriesPk(),
                        instance,
                        uids.idOf(c, instance.sopClassUid()),
                        uids.idOf(c, instance.transferSyntaxUid()),
                        keyed ? keyColumns.instance(entry.metadata()) : null);
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

    private static void insertMetadata(Connection connection, Map<Long, List<IndexEntry>> bySeries)
            throws SQLException {
        var chunks = new LinkedHashMap<Long, MetadataChunk>();
        for (var series : bySeries.entrySet()) {
            chunks.put(
                    series.getKey(),
                    MetadataChunk.of(
                            series.getValue().stream().map(IndexEntry::metadata).toList()));
        }
        MetadataRows.insert(connection, chunks);
    }

    private void updateSeries(Connection connection, Map<Long, List<IndexEntry>> bySeries) throws SQLException {
        Object[] settles = bySeries.values().stream()
                .map(entries ->
                        entries.stream().anyMatch(entry -> entry.series().settles()))
                .toArray();
        String sql = "update series set n_instances = n_instances + added.n,"
                + " settle_at = case when settles then clock_timestamp() + ? * interval '1 millisecond' else settle_at end"
                + " from unnest(?::bigint[], ?::int[], ?::boolean[]) added (pk, n, settles) where series.pk = added.pk";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, settle.toMillis());
            update.setArray(
                    2, connection.createArrayOf("bigint", bySeries.keySet().toArray()));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "int", bySeries.values().stream().map(List::size).toArray()));
            update.setArray(4, connection.createArrayOf("boolean", settles));
            update.executeUpdate();
        }
    }
}

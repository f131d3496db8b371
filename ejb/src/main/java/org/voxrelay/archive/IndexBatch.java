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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.voxrelay.archive.ChangeRows.SeriesChange;
import org.voxrelay.archive.SeriesRows.Parents;
import org.voxrelay.archive.SeriesRows.SeriesKey;
import org.voxrelay.db.Database;

/**
 * The rows of many instances in one transaction, with those of their parents that are new. Counts of others are updated last
 * and in one order everywhere (series, then study), so that a row lock lasts no longer than the commit. Another node that
 * brings the first instances of the same series waits for that, some ten milliseconds.
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
        this.parents = new SeriesRows(keyColumns, settle);
    }

    /** @return the entries whose SOP Instance UID had a row already */
    List<IndexEntry> write(List<IndexEntry> entries) {
        // Rows in one order everywhere: two writers of the same instances cannot wait for each other.
        var sorted = entries.stream()
                .sorted(Comparator.comparing(e -> e.instance().uid().value()))
                .toList();
        uids.learn(database, uids(sorted));
        var done = database.write(connection -> {
            Parents rows = parents.of(connection, sorted);
            return Map.entry(rows, insert(connection, sorted, rows));
        });
        parents.remember(done.getKey());
        return done.getValue();
    }

    private static SortedSet<String> uids(List<IndexEntry> entries) {
        var uids = new TreeSet<String>();
        for (IndexEntry entry : entries) {
            uids.add(entry.instance().sopClassUid());
            uids.add(entry.instance().transferSyntaxUid());
        }
        return uids;
    }

    /** What is remembered of rows may be true no more. */
    void forget() {
        parents.forget();
        uids.forget();
    }

    private List<IndexEntry> insert(Connection connection, List<IndexEntry> entries, Parents rows) throws SQLException {
        for (IndexEntry entry : entries) {
            if (entry.replaces()) {
                Superseding.supersede(connection, entry.instance().uid().value());
            }
        }
        Map<String, SeriesKey> keys = rows.keys();
        Set<String> inserted = insertInstances(connection, entries, keys);
        var bySeries = new TreeMap<Long, List<IndexEntry>>();
        var conflicts = new ArrayList<IndexEntry>();
        var counts = new CountUpdate(rows, settle);
        for (IndexEntry entry : entries) {
            if (inserted.contains(entry.instance().uid().value())) {
                long seriesPk = keys.get(entry.series().uid().value()).seriesPk();
                bySeries.computeIfAbsent(seriesPk, pk -> new ArrayList<>()).add(entry);
                counts.inserted(entry);
            } else {
                conflicts.add(entry);
                counts.conflicting(entry);
            }
        }
        insertMetadata(connection, bySeries);
        counts.apply(connection);
        TrashRows.restored(
                connection,
                bySeries.values().stream()
                        .flatMap(List::stream)
                        .filter(entry -> entry.kind() == ChangeKind.RESTORED)
                        .map(entry -> entry.instance().place())
                        .toList());
        ChangeRows.append(connection, changes(bySeries));
        return conflicts;
    }

    private static List<SeriesChange> changes(Map<Long, List<IndexEntry>> bySeries) {
        var changes = new ArrayList<SeriesChange>();
        for (List<IndexEntry> series : bySeries.values()) {
            for (ChangeKind kind : ChangeKind.values()) {
                var uids = series.stream()
                        .filter(entry -> entry.kind() == kind)
                        .map(entry -> entry.instance().uid().value())
                        .toList();
                if (!uids.isEmpty()) {
                    IndexEntry first = series.get(0);
                    changes.add(new SeriesChange(
                            kind,
                            first.study().uid().value(),
                            first.series().uid().value(),
                            uids));
                }
            }
        }
        return changes;
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
                        uids.idOf(instance.sopClassUid()),
                        uids.idOf(instance.transferSyntaxUid()),
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
}

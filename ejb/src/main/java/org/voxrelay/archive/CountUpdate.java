package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.voxrelay.archive.SeriesRows.Parents;
import org.voxrelay.archive.SeriesRows.SeriesKey;

/** Brings the counts of series and studies up to what a batch inserted, where their rows do not tell it from the beginning. */
final class CountUpdate {
    private final Parents rows;
    private final Duration settle;
    private final Map<Long, Added> series = new TreeMap<>();
    private final Map<Long, Integer> studies = new TreeMap<>();
    private final Set<Long> touched = new TreeSet<>();

    private record Added(int instances, boolean settles) {
        Added plus(Added other) {
            return new Added(instances + other.instances, settles || other.settles);
        }
    }

    CountUpdate(Parents rows, Duration settle) {
        this.rows = rows;
        this.settle = settle;
    }

    /** An instance that has its row now. */
    void inserted(IndexEntry entry) {
        SeriesKey key = key(entry);
        touched.add(key.studyPk());
        if (!rows.newSeries().contains(entry.series().uid().value())) {
            series.merge(key.seriesPk(), new Added(1, entry.series().settles()), Added::plus);
        }
        if (!rows.counts(entry)) {
            studies.merge(key.studyPk(), 1, Integer::sum);
        }
    }

    /** An instance whose UID had a row already; rows that were made for it count it. */
    void conflicting(IndexEntry entry) {
        if (rows.newSeries().contains(entry.series().uid().value())) {
            series.merge(key(entry).seriesPk(), new Added(-1, false), Added::plus);
        }
        if (rows.counts(entry)) {
            studies.merge(key(entry).studyPk(), -1, Integer::sum);
        }
    }

    private SeriesKey key(IndexEntry entry) {
        return rows.keys().get(entry.series().uid().value());
    }

    /** Call last in a transaction. */
    void apply(Connection connection) throws SQLException {
        if (!series.isEmpty()) {
            updateSeries(connection);
        }
        StudyCounts.add(connection, studies);
        touched.removeAll(studies.keySet());
        if (!touched.isEmpty()) {
            StudyCounts.addModalities(connection, touched);
        }
    }

    private void updateSeries(Connection connection) throws SQLException {
        String sql = "update series set n_instances = n_instances + added.n,"
                + " settle_at = case when settles then clock_timestamp() + ? * interval '1 millisecond' else settle_at end"
                + " from unnest(?::bigint[], ?::int[], ?::boolean[]) added (pk, n, settles) where series.pk = added.pk";
        var counts = new ArrayList<Integer>();
        var settles = new ArrayList<Boolean>();
        series.values().forEach(added -> {
            counts.add(added.instances());
            settles.add(added.settles());
        });
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, settle.toMillis());
            update.setArray(
                    2, connection.createArrayOf("bigint", series.keySet().toArray()));
            update.setArray(3, connection.createArrayOf("int", counts.toArray()));
            update.setArray(4, connection.createArrayOf("boolean", settles.toArray()));
            update.executeUpdate();
        }
    }
}

package org.voxrelay.retrieve;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.db.Database;

/** Lists the instances of a {@link Selection}. What was acknowledged before is among them. */
public final class Retrieval {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Database database;
    private final Indexer indexer;
    private final InstanceIndex index;

    public Retrieval(Database database, Indexer indexer, InstanceIndex index) {
        this.database = database;
        this.indexer = indexer;
        this.index = index;
    }

    /** There are more instances than the limit. */
    public static final class TooMany extends Exception {
        private static final long serialVersionUID = 1;

        TooMany(int most) {
            super("more than " + most + " instances");
        }
    }

    private record Series(String studyUid, String seriesUid) {}

    /**
     * @param most instances
     * @throws IOException if the index is behind for long
     */
    public List<StoredInstance> select(Selection wanted, int most) throws TooMany, IOException, InterruptedException {
        indexer.awaitIndexed(WAIT);
        boolean namesSeries = !wanted.patientIds().isEmpty()
                || !wanted.studies().isEmpty()
                || !wanted.series().isEmpty();
        Set<Series> series = namesSeries ? database.read(c -> series(c, wanted)) : Set.of();
        return wanted.instances().isEmpty()
                ? ofSeries(series, most)
                : byUid(new LinkedHashSet<>(wanted.instances()), namesSeries, series, most);
    }

    private List<StoredInstance> ofSeries(Set<Series> all, int most) throws TooMany, IOException, InterruptedException {
        var found = new ArrayList<StoredInstance>();
        for (Series series : all) {
            found.addAll(index.ofSeries(series.studyUid(), series.seriesUid()));
            requireAtMost(found.size(), most);
        }
        return found;
    }

    private List<StoredInstance> byUid(Set<String> uids, boolean ofSeries, Set<Series> series, int most)
            throws TooMany {
        requireAtMost(uids.size(), most);
        return uids.stream()
                .flatMap(uid -> index.find(uid).stream())
                .filter(instance -> !ofSeries
                        || series.contains(new Series(instance.studyInstanceUid(), instance.seriesInstanceUid())))
                .toList();
    }

    private static void requireAtMost(int count, int most) throws TooMany {
        if (count > most) {
            throw new TooMany(most);
        }
    }

    private static Set<Series> series(Connection c, Selection wanted) throws SQLException {
        String sql = "select s.uid, r.uid from series r join study s on s.pk = r.study_pk where true"
                + (wanted.patientIds().isEmpty() ? "" : " and s.pid = any(?)")
                + (wanted.studies().isEmpty() ? "" : " and s.uid = any(?)")
                + (wanted.series().isEmpty() ? "" : " and r.uid = any(?)")
                + " order by s.pk, r.pk";
        var found = new LinkedHashSet<Series>();
        try (PreparedStatement select = c.prepareStatement(sql)) {
            int parameter = 0;
            for (List<String> values : List.of(wanted.patientIds(), wanted.studies(), wanted.series())) {
                if (!values.isEmpty()) {
                    select.setArray(++parameter, c.createArrayOf("text", values.toArray()));
                }
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Series(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }
}

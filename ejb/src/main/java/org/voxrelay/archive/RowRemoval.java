package org.voxrelay.archive;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.voxrelay.archive.ChangeRows.SeriesChange;
import org.voxrelay.archive.log.Burial;
import org.voxrelay.archive.log.LogPlace;

/** Takes instances out of the index, and their series, studies and patients where nothing is left of these. */
final class RowRemoval {
    private RowRemoval() {}

    /** @return how many instances were shown */
    static int remove(Connection c, List<Burial> burials) throws SQLException {
        var gone = new TreeMap<Long, List<String>>();
        String sql = "delete from instance where uid = any(?) and place = any(?) returning series_pk, uid, place, size";
        int count = 0;
        try (PreparedStatement delete = bind(c, sql, burials);
                ResultSet row = delete.executeQuery()) {
            while (row.next()) {
                gone.computeIfAbsent(row.getLong(1), pk -> new ArrayList<>()).add(row.getString(2));
                count++;
                waste(c, row.getString(3), row.getLong(4));
            }
        }
        removeHidden(c, "superseded_instance", burials);
        removeHidden(c, "trashed_instance", burials);
        shrink(c, gone);
        return count;
    }

    /**
     * Makes what is above instances fit after their rows are gone, and says so in the change feed. Call last in a transaction.
     *
     * @param gone SOP Instance UIDs by primary key of their series
     */
    static void shrink(Connection c, Map<Long, List<String>> gone) throws SQLException {
        var changes = new ArrayList<SeriesChange>();
        var studies = new TreeSet<Long>();
        for (var series : new TreeMap<>(gone).entrySet()) {
            changes.add(change(c, series.getKey(), series.getValue()));
            studies.add(shrink(c, series.getKey(), series.getValue()));
        }
        for (long study : studies) {
            shrinkStudy(c, study);
        }
        ChangeRows.append(c, changes);
    }

    private static SeriesChange change(Connection c, long seriesPk, List<String> uids) throws SQLException {
        String sql = "select study.uid, series.uid from series join study on study.pk = study_pk where series.pk = ?";
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setLong(1, seriesPk);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new SeriesChange(ChangeKind.DELETED, row.getString(1), row.getString(2), uids);
            }
        }
    }

    private static void removeHidden(Connection c, String table, List<Burial> burials) throws SQLException {
        String sql = "delete from " + table + " where uid = any(?) and place = any(?) returning place";
        try (PreparedStatement delete = bind(c, sql, burials);
                ResultSet row = delete.executeQuery()) {
            while (row.next()) {
                waste(c, row.getString(1), 0);
            }
        }
    }

    private static PreparedStatement bind(Connection c, String sql, List<Burial> burials) throws SQLException {
        PreparedStatement statement = c.prepareStatement(sql);
        statement.setArray(
                1, c.createArrayOf("text", burials.stream().map(Burial::name).toArray()));
        statement.setArray(
                2, c.createArrayOf("text", burials.stream().map(Burial::place).toArray()));
        return statement;
    }

    /** Notes for compaction how much of a segment nobody wants; a length that the place tells goes before {@code size}. */
    private static void waste(Connection c, String place, long size) throws SQLException {
        var logged = LogPlace.of(place);
        if (logged.isEmpty()) {
            return;
        }
        String sql = "insert into segment_waste (segment, bytes) values (?, ?)"
                + " on conflict (segment) do update set bytes = segment_waste.bytes + excluded.bytes";
        try (PreparedStatement insert = c.prepareStatement(sql)) {
            insert.setString(1, logged.get().segment());
            insert.setLong(2, Math.max(size, logged.get().length()));
            insert.executeUpdate();
        }
    }

    private static long shrink(Connection c, long seriesPk, Collection<String> uids) throws SQLException {
        String sql = "update series set n_instances = n_instances - ? where pk = ? returning study_pk, n_instances";
        long study;
        boolean empty;
        try (PreparedStatement update = c.prepareStatement(sql)) {
            update.setInt(1, uids.size());
            update.setLong(2, seriesPk);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                study = row.getLong(1);
                empty = row.getInt(2) == 0;
            }
        }
        if (empty) {
            execute(c, "delete from series where pk = ?", seriesPk);
        } else {
            removeMetadata(c, seriesPk, uids);
        }
        StudyCounts.add(c, Map.of(study, -uids.size()));
        return study;
    }

    private static void shrinkStudy(Connection c, long studyPk) throws SQLException {
        execute(
                c,
                "delete from study_modality where study_pk = ?"
                        + " and not modality = any(select unnest(modalities) from study where pk = study_pk)",
                studyPk);
        String sql = "with gone as (delete from study where pk = ? and n_instances = 0 returning patient_pk)"
                + " delete from patient using gone where patient.pk = gone.patient_pk"
                + " and not exists (select from study where study.patient_pk = patient.pk and study.pk <> ?)";
        try (PreparedStatement delete = c.prepareStatement(sql)) {
            delete.setLong(1, studyPk);
            delete.setLong(2, studyPk);
            delete.executeUpdate();
        }
    }

    static void removeMetadata(Connection connection, long seriesPk, Collection<String> sopInstanceUids)
            throws SQLException {
        try (InputStream json = MetadataRows.ofSeries(connection, seriesPk).openJson()) {
            Map<String, byte[]> objects = MetadataObjects.split(json.readAllBytes());
            objects.keySet().removeAll(sopInstanceUids);
            MetadataRows.replaceAll(connection, seriesPk, List.copyOf(objects.values()));
        } catch (IOException e) {
            throw new SQLException("stored metadata of series " + seriesPk + " cannot be read", e);
        }
    }

    private static void execute(Connection c, String sql, long pk) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            statement.setLong(1, pk);
            statement.executeUpdate();
        }
    }
}

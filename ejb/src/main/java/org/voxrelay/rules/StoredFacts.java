package org.voxrelay.rules;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.SeriesMetadata;
import org.voxrelay.dicom.data.Attributes;

/** Reads what rules look at. */
final class StoredFacts {
    private static final Logger LOG = Logger.getLogger(StoredFacts.class.getName());
    private static final String SELECT =
            "select series.pk, study.uid, series.uid, modality, body_part, series.descr_fold, calling_aet,"
                    + " settle_at is null from series join study on study.pk = study_pk ";

    private StoredFacts() {}

    /** The series that is due longest, by its key; its row is locked. */
    static OptionalLong due(Connection c) throws SQLException {
        String sql = "select pk from series where settle_at <= clock_timestamp()"
                + " order by settle_at for update skip locked limit 1";
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    /** A series that is there. */
    static SeriesFacts ofPk(Connection c, long pk) throws SQLException {
        try (PreparedStatement select = c.prepareStatement(SELECT + "where series.pk = ?")) {
            select.setLong(1, pk);
            return read(c, select).get(0);
        }
    }

    static Optional<SeriesFacts> ofSeries(Connection c, String seriesUid) throws SQLException {
        try (PreparedStatement select = c.prepareStatement(SELECT + "where series.uid = ?")) {
            select.setString(1, seriesUid);
            return read(c, select).stream().findFirst();
        }
    }

    /** At most so many series of these modalities, those that came first. */
    static List<SeriesFacts> ofStudy(Connection c, String studyUid, Collection<String> modalities, int most)
            throws SQLException {
        String sql = SELECT + "where study.uid = ? and modality = any(?) order by series.pk limit ?";
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setString(1, studyUid);
            select.setArray(2, c.createArrayOf("text", modalities.toArray()));
            select.setInt(3, most);
            return read(c, select);
        }
    }

    private static List<SeriesFacts> read(Connection c, PreparedStatement select) throws SQLException {
        var found = new ArrayList<SeriesFacts>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long pk = row.getLong(1);
                found.add(new SeriesFacts(
                        pk,
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getBoolean(8),
                        images(c, pk, row.getString(3))));
            }
        }
        return found;
    }

    /** None if the stored metadata cannot be read: one such series must not stop the clock of all others. */
    private static TreeMap<String, Attributes> images(Connection c, long seriesPk, String seriesUid)
            throws SQLException {
        try {
            return SeriesFacts.imagesOf(
                    SeriesMetadata.read(c, seriesPk).byInstance().values());
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "the stored metadata of series " + seriesUid + " cannot be read: no rule sees it", e);
            return new TreeMap<>();
        }
    }
}

package org.voxrelay.archive;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Takes an instance out of the index because another one with its UID takes its place; its bytes stay in the store. */
final class Superseding {
    private Superseding() {}

    static void supersede(Connection connection, String sopInstanceUid) throws SQLException {
        String move = "with gone as (delete from instance where uid = ? returning series_pk, uid, digest, place),"
                + " kept as (insert into superseded_instance (uid, digest, place) select uid, digest, place from gone)"
                + " update series set n_instances = n_instances - 1 from gone where series.pk = gone.series_pk"
                + " returning series.pk, series.study_pk";
        try (PreparedStatement statement = connection.prepareStatement(move)) {
            statement.setString(1, sopInstanceUid);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    long seriesPk = row.getLong(1);
                    removeMetadata(connection, seriesPk, sopInstanceUid);
                    StudyCounts.add(connection, row.getLong(2), -1);
                }
            }
        }
    }

    private static void removeMetadata(Connection connection, long seriesPk, String sopInstanceUid)
            throws SQLException {
        try (InputStream json = MetadataRows.ofSeries(connection, seriesPk).openJson()) {
            Map<String, byte[]> objects = MetadataObjects.split(json.readAllBytes());
            objects.remove(sopInstanceUid);
            MetadataRows.replaceAll(connection, seriesPk, List.copyOf(objects.values()));
        } catch (IOException e) {
            throw new SQLException("stored metadata of series " + seriesPk + " cannot be read", e);
        }
    }
}

package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** Takes an instance out of the index because another one with its UID takes its place; its bytes stay in the store. */
final class Superseding {
    private Superseding() {}

    static void supersede(Connection connection, String sopInstanceUid) throws SQLException {
        String move = "with gone as (delete from instance where uid = ? returning series_pk, uid, place),"
                + " kept as (insert into superseded_instance (uid, place) select uid, place from gone)"
                + " update series set n_instances = n_instances - 1 from gone where series.pk = gone.series_pk"
                + " returning series.pk, series.study_pk";
        try (PreparedStatement statement = connection.prepareStatement(move)) {
            statement.setString(1, sopInstanceUid);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    long seriesPk = row.getLong(1);
                    RowRemoval.removeMetadata(connection, seriesPk, Set.of(sopInstanceUid));
                    StudyCounts.add(connection, Map.of(row.getLong(2), -1));
                }
            }
        }
    }
}

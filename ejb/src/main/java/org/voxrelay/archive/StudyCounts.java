package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What a study's row tells of its series and instances. */
final class StudyCounts {
    private StudyCounts() {}

    /** Call last in a transaction, studies in ascending order. */
    static void add(Connection connection, long studyPk, int instances) throws SQLException {
        String counts = "update study set n_instances = n_instances + ?,"
                + " n_series = (select count(*) from series where study_pk = study.pk),"
                + " modalities = array(select distinct modality from series"
                + " where study_pk = study.pk and modality <> '' order by 1) where pk = ?";
        try (PreparedStatement update = connection.prepareStatement(counts)) {
            update.setInt(1, instances);
            update.setLong(2, studyPk);
            update.executeUpdate();
        }
        String modalities = "insert into study_modality (study_pk, modality, date, time)"
                + " select study.pk, unnest(modalities), date, time from study where pk = ? on conflict do nothing";
        try (PreparedStatement insert = connection.prepareStatement(modalities)) {
            insert.setLong(1, studyPk);
            insert.executeUpdate();
        }
    }
}

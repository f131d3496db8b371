package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** What the rows of studies tell of their series and instances. */
final class StudyCounts {
    private StudyCounts() {}

    /**
     * Call last in a transaction.
     *
     * @param instances by primary key of the study; less than zero for what was taken away
     */
    static void add(Connection connection, Map<Long, Integer> instances) throws SQLException {
        if (instances.isEmpty()) {
            return;
        }
        Object[] studies = instances.keySet().toArray();
        String counts = "update study set n_instances = n_instances + added.n,"
                + " n_series = (select count(*) from series where study_pk = study.pk),"
                + " modalities = array(select distinct modality from series"
                + " where study_pk = study.pk and modality <> '' order by 1)"
                + " from unnest(?::bigint[], ?::int[]) added (pk, n) where study.pk = added.pk";
        try (PreparedStatement update = connection.prepareStatement(counts)) {
            update.setArray(1, connection.createArrayOf("bigint", studies));
            update.setArray(
                    2, connection.createArrayOf("int", instances.values().toArray()));
            update.executeUpdate();
        }
        addModalities(connection, instances.keySet());
    }

    /** Makes the rows by which searches find these studies by modality. */
    static void addModalities(Connection connection, Collection<Long> studies) throws SQLException {
        String sql = "insert into study_modality (study_pk, modality, date, time)"
                + " select study.pk, unnest(modalities), date, time from study where pk = any(?) on conflict do nothing";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setArray(1, connection.createArrayOf("bigint", studies.toArray()));
            insert.executeUpdate();
        }
    }
}

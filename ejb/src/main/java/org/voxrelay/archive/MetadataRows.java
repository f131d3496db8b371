package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code series_meta}. */
final class MetadataRows {
    private MetadataRows() {}

    static void insert(Connection connection, long seriesPk, MetadataChunk chunk) throws SQLException {
        String sql = "insert into series_meta (series_pk, n, crc, length, json) values (?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, seriesPk);
            insert.setInt(2, chunk.instances());
            insert.setLong(3, Integer.toUnsignedLong(chunk.crc()));
            insert.setInt(4, chunk.length());
            insert.setBytes(5, chunk.deflated());
            insert.executeUpdate();
        }
    }

    static SeriesMetadata ofSeries(Connection connection, long seriesPk) throws SQLException {
        return select(
                connection,
                "select n, crc, length, json from series_meta where series_pk = ? order by chunk",
                seriesPk);
    }

    static SeriesMetadata ofStudy(Connection connection, long studyPk) throws SQLException {
        return select(
                connection,
                "select n, crc, length, json from series_meta join series on series.pk = series_pk"
                        + " where study_pk = ? order by series_pk, chunk",
                studyPk);
    }

    private static SeriesMetadata select(Connection connection, String sql, long pk) throws SQLException {
        var chunks = new ArrayList<MetadataChunk>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, pk);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    chunks.add(new MetadataChunk(row.getInt(1), (int) row.getLong(2), row.getInt(3), row.getBytes(4)));
                }
            }
        }
        return new SeriesMetadata(chunks);
    }

    /** Replaces all pieces of a series by one. */
    static void replaceAll(Connection connection, long seriesPk, List<byte[]> objects) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from series_meta where series_pk = ?")) {
            delete.setLong(1, seriesPk);
            delete.executeUpdate();
        }
        if (!objects.isEmpty()) {
            insert(connection, seriesPk, MetadataChunk.of(objects));
        }
    }
}

package org.voxrelay.archive;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The table {@code series_meta}. */
final class MetadataRows {
    private MetadataRows() {}

    /** @param chunks by primary key of their series */
    static void insert(Connection connection, Map<Long, MetadataChunk> chunks) throws SQLException {
        if (chunks.isEmpty()) {
            return;
        }
        String sql = "insert into series_meta (series_pk, n, crc, length, json)"
                + " select * from unnest(?::bigint[], ?::int[], ?::bigint[], ?::int[], ?::bytea[])";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setArray(
                    1, connection.createArrayOf("bigint", chunks.keySet().toArray()));
            insert.setArray(2, numbers(connection, chunks, MetadataChunk::instances));
            Object[] crcs = chunks.values().stream()
                    .map(chunk -> Integer.toUnsignedLong(chunk.crc()))
                    .toArray();
            insert.setArray(3, connection.createArrayOf("bigint", crcs));
            insert.setArray(4, numbers(connection, chunks, MetadataChunk::length));
            // The driver takes arrays of byte[] only by their exact type.
            byte[][] deflated =
                    chunks.values().stream().map(MetadataChunk::deflated).toArray(byte[][]::new);
            insert.setArray(5, connection.createArrayOf("bytea", deflated));
            insert.executeUpdate();
        }
    }

    private static Array numbers(
            Connection connection, Map<Long, MetadataChunk> chunks, ToIntFunction<MetadataChunk> value)
            throws SQLException {
        return connection.createArrayOf(
                "int", chunks.values().stream().mapToInt(value).boxed().toArray());
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
            insert(connection, Map.of(seriesPk, MetadataChunk.of(objects)));
        }
    }
}

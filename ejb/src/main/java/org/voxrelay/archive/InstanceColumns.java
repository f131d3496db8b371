package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.OptionalInt;

/** Instance rows as one array a column: the form that PostgreSQL inserts fastest ({@code unnest}). */
final class InstanceColumns {
    private static final String[] TYPES = {
        "bigint", "text", "int", "int", "int", "int", "int", "int", "int", "bigint", "int", "text", "jsonb"
    };

    private final Object[][] columns;
    private int count;

    InstanceColumns(int rows) {
        columns = new Object[TYPES.length][];
        for (int i = 0; i < TYPES.length; i++) {
            columns[i] = new Object[rows];
        }
    }

    /** @param keys JSON, null if nothing of an instance is searched beside its columns */
    void add(long seriesPk, IndexEntry.Instance instance, int sopClass, int transferSyntax, String keys) {
        Object[] row = {
            seriesPk,
            instance.uid().value(),
            orNull(instance.number()),
            sopClass,
            transferSyntax,
            orNull(instance.frames()),
            orNull(instance.rows()),
            orNull(instance.columns()),
            orNull(instance.bits()),
            instance.size(),
            instance.crc(),
            instance.place(),
            keys
        };
        for (int i = 0; i < row.length; i++) {
            columns[i][count] = row[i];
        }
        count++;
    }

    void bind(Connection connection, PreparedStatement statement) throws SQLException {
        for (int i = 0; i < TYPES.length; i++) {
            statement.setArray(i + 1, connection.createArrayOf(TYPES[i], columns[i]));
        }
    }

    private static Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}

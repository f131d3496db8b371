package org.voxrelay.archive;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** An instance's bytes were written a second time, at another place. */
record Move(String sopInstanceUid, String from, String to) {

    /** Points the rows to the new places. Shown instances first: one may be superseded meanwhile, but not come back. */
    static void apply(Connection connection, List<Move> moves) throws SQLException {
        for (String table : List.of("instance", "superseded_instance", "trashed_instance")) {
            String sql = "update " + table
                    + " set place = m.new from unnest(?::text[], ?::text[], ?::text[]) m (uid, old, new)" + " where "
                    + table + ".uid = m.uid and place = m.old";
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setArray(1, array(connection, moves.stream().map(Move::sopInstanceUid)));
                update.setArray(2, array(connection, moves.stream().map(Move::from)));
                update.setArray(3, array(connection, moves.stream().map(Move::to)));
                update.executeUpdate();
            }
        }
    }

    private static Array array(Connection connection, Stream<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }
}

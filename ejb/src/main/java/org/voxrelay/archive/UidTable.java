package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Small numbers for SOP classes and transfer syntaxes: millions of rows name the same few UIDs. */
final class UidTable {
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    boolean knows(String uid) {
        return known.containsKey(uid);
    }

    /** The number of a UID; a new one gets a number in a transaction of its own, which {@code connection} must not be in. */
    int idOf(Connection connection, String uid) throws SQLException {
        Integer id = known.get(uid);
        if (id == null) {
            id = find(connection, uid);
            known.put(uid, id);
        }
        return id;
    }

    private static int find(Connection connection, String uid) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into uid_entry (uid) values (?) on conflict do nothing")) {
            insert.setString(1, uid);
            insert.executeUpdate();
        }
        try (PreparedStatement select = connection.prepareStatement("select id from uid_entry where uid = ?")) {
            select.setString(1, uid);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}

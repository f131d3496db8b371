package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.voxrelay.db.Database;

/**
 * Small numbers for SOP classes and transfer syntaxes: millions of rows name the same few UIDs.
 *
 * <p>A number is remembered only after its commit: one of a transaction that came to nothing would be named by rows that the
 * database then refuses, every one of its SOP class until the next start.
 */
final class UidTable {
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    /** UIDs that are new get their numbers, in a transaction of their own; in one order everywhere, so that no two wait. */
    void learn(Database database, SortedSet<String> uids) {
        var fresh = new TreeSet<>(uids);
        fresh.removeAll(known.keySet());
        if (!fresh.isEmpty()) {
            known.putAll(database.write(connection -> numbers(connection, fresh)));
        }
    }

    /** @throws IllegalStateException if the UID was not learned */
    int idOf(String uid) {
        Integer id = known.get(uid);
        if (id == null) {
            throw new IllegalStateException("the UID " + uid + " has no number yet");
        }
        return id;
    }

    /** What is remembered may be wrong: the numbers are read again. */
    void forget() {
        known.clear();
    }

    private static Map<String, Integer> numbers(Connection connection, SortedSet<String> uids) throws SQLException {
        Map<String, Integer> numbers = read(connection, uids);
        var missing = new TreeSet<>(uids);
        missing.removeAll(numbers.keySet());
        if (!missing.isEmpty()) {
            insert(connection, missing);
            numbers.putAll(read(connection, missing));
        }
        return numbers;
    }

    private static Map<String, Integer> read(Connection connection, SortedSet<String> uids) throws SQLException {
        var numbers = new HashMap<String, Integer>();
        try (PreparedStatement select =
                connection.prepareStatement("select uid, id from uid_entry where uid = any(?)")) {
            select.setArray(1, connection.createArrayOf("text", uids.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    numbers.put(row.getString(1), row.getInt(2));
                }
            }
        }
        return numbers;
    }

    private static void insert(Connection connection, SortedSet<String> uids) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into uid_entry (uid) values (?) on conflict do nothing")) {
            for (String uid : uids) {
                insert.setString(1, uid);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}

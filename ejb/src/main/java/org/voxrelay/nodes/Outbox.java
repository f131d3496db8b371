package org.voxrelay.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.voxrelay.db.Database;
import org.voxrelay.nodes.OutgoingMessage.Kind;

/**
 * What nodes are still to be told, as rows: a stop at any moment loses nothing, and at worst says something twice. An attempt
 * sets the time of the next one before it is made; a success removes the row, and so does the last attempt.
 */
public final class Outbox {
    /** Attempts for one message; with the waits between them about two days. */
    public static final int MOST_ATTEMPTS = 56;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Rows of one node; what comes on top replaces nothing and is refused. */
    private static final int MOST_WAITING = 100_000;

    private final Database database;

    public Outbox(Database database) {
        this.database = database;
    }

    /**
     * Puts a message down; one about the same subject that waits already is made due again.
     *
     * @param delay before the first attempt
     * @return false if too many wait for this node
     */
    public boolean put(Kind kind, String node, String subject, String uid, String body, Duration delay) {
        return database.write(c -> put(c, kind, node, subject, uid, body, delay));
    }

    /** The same in somebody's transaction. */
    public static boolean put(
            Connection c, Kind kind, String node, String subject, String uid, String body, Duration delay)
            throws SQLException {
        String sql = "insert into outgoing_message (kind, node, subject, uid, body, next_at)"
                + " select ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?)"
                + " where (select count(*) from outgoing_message where node = ?) < " + MOST_WAITING
                + " on conflict (kind, node, subject) do update set body = excluded.body, attempts = 0,"
                + " next_at = excluded.next_at";
        try (PreparedStatement insert = c.prepareStatement(sql)) {
            insert.setString(1, kind.name());
            insert.setString(2, node);
            insert.setString(3, subject);
            insert.setString(4, uid);
            insert.setString(5, body);
            insert.setDouble(6, delay.toMillis() / 1000.0);
            insert.setString(7, node);
            return insert.executeUpdate() > 0;
        }
    }

    /** Takes the message that is due longest; others do not get it before its next time. */
    public Optional<OutgoingMessage> take() {
        String select = "select pk, kind, node, subject, uid, body, attempts from outgoing_message"
                + " where next_at <= clock_timestamp() order by next_at for update skip locked limit 1";
        return database.write(c -> {
            try (PreparedStatement statement = c.prepareStatement(select);
                    ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.<OutgoingMessage>empty();
                }
                var message = new OutgoingMessage(
                        row.getLong(1),
                        Kind.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7) + 1);
                postpone(c, message);
                return Optional.of(message);
            }
        });
    }

    private static void postpone(Connection c, OutgoingMessage message) throws SQLException {
        String sql = "update outgoing_message set attempts = ?,"
                + " next_at = clock_timestamp() + make_interval(secs => ?) where pk = ?";
        try (PreparedStatement update = c.prepareStatement(sql)) {
            update.setInt(1, message.attempts());
            update.setDouble(2, waitAfter(message.attempts()).toSeconds());
            update.setLong(3, message.pk());
            update.executeUpdate();
        }
    }

    /** Doubles from {@link #FIRST_WAIT} on. */
    static Duration waitAfter(int attempts) {
        long seconds = FIRST_WAIT.toSeconds() << Math.min(attempts - 1, 20);
        return Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds()));
    }

    /** The message was understood, or there is no use in saying it again. */
    public void done(OutgoingMessage message) {
        database.write(c -> {
            // A message that was put down again meanwhile has begun to count anew, and stays.
            try (PreparedStatement delete =
                    c.prepareStatement("delete from outgoing_message where pk = ? and attempts = ?")) {
                delete.setLong(1, message.pk());
                delete.setInt(2, message.attempts());
                return delete.executeUpdate();
            }
        });
    }

    /**
     * The attempt failed. What else waits for the node waits as long, so that a node that is away holds up nobody.
     *
     * @return whether there will be another attempt; if not, the message is gone
     */
    public boolean failed(OutgoingMessage message, String error) {
        if (message.attempts() >= MOST_ATTEMPTS) {
            done(message);
            return false;
        }
        String sql = "update outgoing_message set next_at = greatest(next_at, clock_timestamp()"
                + " + make_interval(secs => ?)), error = case when pk = ? then ? else error end"
                + " where node = ? and (pk = ? or attempts > 0 or next_at <= clock_timestamp())";
        database.write(c -> {
            try (PreparedStatement update = c.prepareStatement(sql)) {
                update.setDouble(1, waitAfter(message.attempts()).toSeconds());
                update.setLong(2, message.pk());
                update.setString(3, error);
                update.setString(4, message.node());
                update.setLong(5, message.pk());
                return update.executeUpdate();
            }
        });
        return true;
    }

    /** How many messages wait, by node. */
    public Map<String, Integer> waiting() {
        return database.read(c -> {
            var counts = new HashMap<String, Integer>();
            try (PreparedStatement select =
                            c.prepareStatement("select node, count(*) from outgoing_message group by node");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    counts.put(row.getString(1), row.getInt(2));
                }
            }
            return counts;
        });
    }
}

package org.voxrelay.rules;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.Database;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.db.WorkLoop;

/**
 * Watches for series that nothing was added to for the quiet time, and schedules what the rules say. The clock is a column
 * of the series, and it is cleared in the transaction that schedules the work: a stop at any moment loses nothing and
 * doubles nothing.
 */
public final class Settling implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Settling.class.getName());
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration PUT_OFF = Duration.ofMinutes(1);

    private final Database database;
    private final ModelSteps steps;
    private final SettledListener listener;
    private final Runnable scheduled;
    private final WorkLoop loop =
            new WorkLoop(new WorkLoop.Options("settling", 1, POLL, AFTER_FAILURE), this::settleOne);

    /**
     * @param listener hears of every series that settles
     * @param scheduled called after a step was scheduled
     */
    public Settling(Database database, ModelSteps steps, SettledListener listener, Runnable scheduled) {
        this.database = database;
        this.steps = steps;
        this.listener = listener;
        this.scheduled = scheduled;
    }

    /** Begins to watch. */
    public void start(ThreadFactory threads) {
        loop.start(threads);
    }

    /**
     * Applies the rules to the series that is due longest. One that they fail on is put off, so that all others go on.
     *
     * @return whether one was due
     */
    public boolean settleOne() {
        var due = new AtomicReference<>(OptionalLong.empty());
        try {
            database.write(connection -> {
                due.set(StoredFacts.due(connection));
                if (due.get().isPresent()) {
                    settle(connection, due.get().getAsLong());
                }
                return null;
            });
        } catch (RuntimeException e) {
            // The edge of this thread: our own fault with one series must not stop the clock of all others.
            if (due.get().isEmpty() || isOfTheDatabase(e)) {
                throw e;
            }
            putOff(due.get().getAsLong(), e);
            return true;
        }
        if (due.get().isPresent()) {
            scheduled.run();
        }
        return due.get().isPresent();
    }

    private void settle(Connection connection, long seriesPk) throws SQLException {
        SeriesFacts series = StoredFacts.ofPk(connection, seriesPk);
        clear(connection, seriesPk);
        steps.settled(connection, series);
        listener.settled(connection, series.studyUid());
    }

    private static boolean isOfTheDatabase(RuntimeException e) {
        return e instanceof DatabaseException database && !database.isAboutTheData();
    }

    private void putOff(long seriesPk, RuntimeException why) {
        String sql = "update series set settle_at = clock_timestamp() + ? * interval '1 second'"
                + " where pk = ? and settle_at is not null returning uid";
        String uid = database.write(c -> {
            try (PreparedStatement update = c.prepareStatement(sql)) {
                update.setLong(1, PUT_OFF.toSeconds());
                update.setLong(2, seriesPk);
                try (ResultSet row = update.executeQuery()) {
                    return row.next() ? row.getString(1) : "that was deleted";
                }
            }
        });
        LOG.log(Level.SEVERE, "the rules fail on series " + uid + "; it is tried again in " + PUT_OFF, why);
    }

    /** Whether no series of the study is waiting to settle. */
    public boolean isSettled(String studyUid) {
        String sql = "select not exists (select 1 from series join study on study.pk = study_pk"
                + " where study.uid = ? and settle_at is not null)";
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, studyUid);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }

    private static void clear(Connection c, long seriesPk) throws SQLException {
        try (PreparedStatement update = c.prepareStatement("update series set settle_at = null where pk = ?")) {
            update.setLong(1, seriesPk);
            update.executeUpdate();
        }
    }

    @Override
    public void close() throws InterruptedException {
        loop.close();
    }
}

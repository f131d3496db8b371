package org.voxrelay.rules;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.SeriesMetadata;
import org.voxrelay.db.Database;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.WorkItem.Task;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.jobs.WorkItems.Scheduling;

/**
 * Watches for series that nothing was added to for the quiet time, and schedules what the rules say. The clock is a column
 * of the series, and it is cleared in the transaction that schedules the work: a stop at any moment loses nothing and
 * doubles nothing.
 */
public final class Settling implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Settling.class.getName());
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final Database database;
    private final WorkItems items;
    private final ModelRepository models;
    private final SettledListener listener;
    private final Runnable scheduled;
    private volatile boolean closing;
    private Thread thread;

    /**
     * @param listener hears of every series that settles
     * @param scheduled called after a step was scheduled
     */
    public Settling(
            Database database, WorkItems items, ModelRepository models, SettledListener listener, Runnable scheduled) {
        this.database = database;
        this.items = items;
        this.models = models;
        this.listener = listener;
        this.scheduled = scheduled;
    }

    /** Begins to watch. */
    public void start(ThreadFactory threads) {
        thread = threads.newThread(this::run);
        thread.setName("voxrelay-settling");
        thread.start();
    }

    private void run() {
        while (!closing) {
            try {
                if (!settleOne()) {
                    Thread.sleep(POLL.toMillis());
                }
            } catch (DatabaseException e) {
                LOG.log(Level.WARNING, "settling: {0}", e.getMessage());
                pauseAfterFailure();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void pauseAfterFailure() {
        try {
            Thread.sleep(AFTER_FAILURE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    /** Applies the rules to the series that is due longest. @return whether one was due */
    public boolean settleOne() {
        Boolean due = database.write(connection -> {
            Optional<Due> series = nextDue(connection);
            if (series.isPresent()) {
                apply(connection, series.get().facts());
                clear(connection, series.get().seriesPk());
                listener.settled(connection, series.get().facts().studyUid());
            }
            return series.isPresent();
        });
        if (due) {
            scheduled.run();
        }
        return due;
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

    private record Due(long seriesPk, SeriesFacts facts) {}

    private static Optional<Due> nextDue(Connection c) throws SQLException {
        String sql = "select series.pk, study.uid, series.uid, modality, body_part, series.descr_fold, calling_aet"
                + " from series join study on study.pk = study_pk where settle_at <= clock_timestamp()"
                + " order by settle_at for update of series skip locked limit 1";
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            long pk = row.getLong(1);
            return Optional.of(new Due(
                    pk,
                    new SeriesFacts(
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            images(c, pk, row.getString(3)))));
        }
    }

    /** None if the stored metadata cannot be read: one such series must not stop the clock of all others. */
    private static TreeMap<String, Orientation> images(Connection c, long seriesPk, String seriesUid)
            throws SQLException {
        try {
            return SeriesFacts.imagesOf(
                    SeriesMetadata.read(c, seriesPk).byInstance().values());
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "the stored metadata of series " + seriesUid + " cannot be read: no rule sees it", e);
            return new TreeMap<>();
        }
    }

    private void apply(Connection connection, SeriesFacts series) throws SQLException {
        for (Rule rule : Rules.enabled(connection)) {
            if (rule.matches(series)) {
                ActiveModel model = ActiveModel.find(models, rule.model());
                var task =
                        new Task(rule.model(), model.version(), series.studyUid(), series.seriesUid(), series.inputs());
                items.schedule(connection, new Scheduling(rule.name(), rule.priority(), task, model.fault()));
                LOG.log(Level.INFO, "series {0} is settled: {1} images go to {2}", new Object[] {
                    series.seriesUid(), series.inputs().size(), rule.model()
                });
            }
        }
    }

    private static void clear(Connection c, long seriesPk) throws SQLException {
        try (PreparedStatement update = c.prepareStatement("update series set settle_at = null where pk = ?")) {
            update.setLong(1, seriesPk);
            update.executeUpdate();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        if (thread != null) {
            thread.interrupt();
            thread.join(5_000);
        }
    }
}

package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.Database;
import org.voxrelay.db.DatabaseException;

/**
 * Indexes anew what is stored when other attributes are wanted than before, in the background: some series in a transaction,
 * which also notes how far it has come, so that a restart goes on there. Between two batches it waits as long as the last one
 * took. What arrives meanwhile is complete at once. The database's own indexes for those attributes follow.
 */
public final class Reindex implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reindex.class.getName());
    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final long RETRY_MILLIS = 5000;

    private final Database database;
    private final ReindexBatch batch;
    private final ExtraAttributes extra;
    private final ExtraIndexes indexes;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean complete;
    private Thread thread;

    /** @param extra attributes that are searched beside the usual ones */
    public Reindex(Database database, ExtraAttributes extra) {
        this.database = database;
        this.extra = extra;
        this.indexes = new ExtraIndexes(database, extra);
        this.batch = new ReindexBatch(new KeyColumns(extra));
    }

    /**
     * How far it is.
     *
     * @param series that there are to do in all, {@code done} of which are done and {@code skipped} could not be read
     */
    public record Progress(long series, long done, long skipped, Optional<Instant> started, Optional<Instant> ended) {}

    /** Begins, or goes on, if there is something to do. */
    public void start(ThreadFactory threads) {
        complete = plan();
        if (!complete || !indexes.areComplete()) {
            thread = threads.newThread(this::run);
            thread.setName("voxrelay-reindex");
            thread.start();
        }
    }

    /** Whether searches for all keys find all. */
    public boolean isComplete() {
        return complete;
    }

    /** The attributes that are searched beside the usual ones. */
    public List<ExtraAttribute> extraAttributes() {
        return extra.all();
    }

    /** Reads how far it is. */
    public Progress progress() {
        return database.read(c -> {
            String sql = "select series, done, skipped, started, ended from reindex";
            try (PreparedStatement select = c.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return new Progress(row.getLong(1), row.getLong(2), row.getLong(3), instant(row, 4), instant(row, 5));
            }
        });
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    /** @return whether nothing is to be done */
    private boolean plan() {
        String wanted = KeyColumns.VERSION + "|" + extra.fingerprint();
        String begin = "update reindex set wanted = ?, last = 0, done = 0, skipped = 0, started = clock_timestamp(),"
                + " ended = null, goal = (select coalesce(max(pk), 0) from series),"
                + " series = (select count(*) from series) where wanted <> ?";
        return database.write(c -> {
            try (PreparedStatement update = c.prepareStatement(begin)) {
                update.setString(1, wanted);
                update.setString(2, wanted);
                update.executeUpdate();
            }
            return finishIfDone(c);
        });
    }

    private static boolean finishIfDone(Connection c) throws SQLException {
        String sql = "update reindex set ended = coalesce(ended, clock_timestamp())"
                + " where not exists (select from series where pk > last and pk <= goal)";
        try (PreparedStatement update = c.prepareStatement(sql)) {
            return update.executeUpdate() > 0;
        }
    }

    private void run() {
        try {
            long pause = 0;
            while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
                long begin = System.nanoTime();
                try {
                    if (complete || database.write(c -> batch.next(c) == 0 && finishIfDone(c))) {
                        finish();
                        return;
                    }
                    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                    pause = Math.min(took, LONGEST_PAUSE_MILLIS);
                } catch (DatabaseException e) {
                    if (indexes.isEnding()) {
                        return;
                    }
                    LOG.log(Level.WARNING, "reindex waits for the database: {0}", e.getMessage());
                    pause = RETRY_MILLIS;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next start goes on
        }
    }

    private void finish() {
        if (!complete) {
            complete = true;
            LOG.log(Level.INFO, "reindex: {0} series done", progress().done());
        }
        indexes.complete();
    }

    /** Ends after the batch that is being written. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        indexes.end();
        if (thread != null) {
            thread.join(10_000);
        }
    }
}

package org.voxrelay.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.voxrelay.db.Database;
import org.voxrelay.jobs.WorkItem.Priority;
import org.voxrelay.jobs.WorkItem.State;
import org.voxrelay.jobs.WorkItem.Task;

/**
 * The table of work. A step is claimed by one worker at a time; a worker that dies loses it when its lease runs out; a step
 * that failed as often as it may is canceled with its reason.
 */
public final class WorkItems {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final int LONGEST_REASON = 2000;

    private final Database database;

    /** @param database where the table lies */
    public WorkItems(Database database) {
        this.database = database;
    }

    /** What is scheduled, and as what: a {@code reason} makes it a canceled step that says why nothing is done. */
    public record Scheduling(String label, Priority priority, Task task, Optional<String> reason) {}

    /**
     * A step that lacks series of its study.
     *
     * @param namedSeries a series that a person named; empty if rules asked for the work
     * @param missing what is lacking, for a person
     */
    public record Waiting(
            String label, Priority priority, Task task, String namedSeries, String missing, Duration patience) {}

    /** Who ordered a step that lacks series, and what. */
    public record Order(String label, Priority priority, String model, String namedSeries) {}

    /**
     * Schedules a step in the transaction of what caused it, unless the very same work was scheduled before.
     *
     * @return the UID of the new step
     */
    public Optional<String> schedule(Connection connection, Scheduling scheduling) throws SQLException {
        Task task = scheduling.task();
        String digest = WorkItemUids.digest(task.inputs());
        String uid = WorkItemUids.ofStep(task);
        String sql = "insert into workitem (uid, state, label, priority, model, model_version, study_uid, series_uid,"
                + " input_series, inputs, inputs_digest, reason, ended) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " case when ? then now() end) on conflict do nothing";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            boolean canceled = scheduling.reason().isPresent();
            insert.setString(1, uid);
            insert.setString(2, (canceled ? State.CANCELED : State.SCHEDULED).term());
            insert.setString(3, scheduling.label());
            insert.setString(4, scheduling.priority().name());
            insert.setString(5, task.model());
            insert.setString(6, task.modelVersion());
            insert.setString(7, task.studyUid());
            insert.setString(8, task.seriesUid());
            insert.setArray(
                    9, connection.createArrayOf("text", task.seriesUids().toArray()));
            insert.setArray(10, connection.createArrayOf("text", task.inputs().toArray()));
            insert.setString(11, digest);
            insert.setString(12, scheduling.reason().orElse(""));
            insert.setBoolean(13, canceled);
            return insert.executeUpdate() == 1 ? Optional.of(uid) : Optional.empty();
        }
    }

    /** Schedules a step that nobody takes up while its patience lasts, unless the very same work was scheduled before. */
    public void await(Connection connection, Waiting step) throws SQLException {
        Optional<String> uid =
                schedule(connection, new Scheduling(step.label(), step.priority(), step.task(), Optional.empty()));
        String sql = "update workitem set waiting = true, named_series = ?, reason = ?,"
                + " run_after = now() + ? * interval '1 millisecond' where uid = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, step.namedSeries());
            update.setString(2, step.missing());
            update.setLong(3, step.patience().toMillis());
            update.setString(4, uid.orElse(""));
            update.executeUpdate();
        }
    }

    /** The orders in a study that lack series. */
    public List<Order> waiting(Connection connection, String studyUid) throws SQLException {
        String sql = "select label, priority, model, named_series from workitem where study_uid = ? and waiting";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, studyUid);
            var orders = new ArrayList<Order>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    orders.add(new Order(
                            row.getString(1), Priority.valueOf(row.getString(2)), row.getString(3), row.getString(4)));
                }
            }
            return orders;
        }
    }

    /** Removes what waits for an order: it is decided anew. */
    public void forgetWaiting(Connection connection, String studyUid, Order order) throws SQLException {
        String sql = "delete from workitem where study_uid = ? and waiting and model = ? and named_series = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, studyUid);
            delete.setString(2, order.model());
            delete.setString(3, order.namedSeries());
            delete.executeUpdate();
        }
    }

    /** Takes the most urgent step that is due, or one whose worker died. */
    public Optional<WorkItem> claim(String worker) {
        return database.write(c -> {
            cancelPoisoned(c);
            String sql =
                    "update workitem set state = 'IN PROGRESS', waiting = false, attempts = attempts + 1, worker = ?,"
                            + " lease_until = now() + ? * interval '1 second', started = coalesce(started, now()), progress = 0,"
                            + " step = 'starting' where pk = (select pk from workitem"
                            + " where (state = 'SCHEDULED' and run_after <= now())"
                            + " or (state = 'IN PROGRESS' and lease_until < now())"
                            + " order by array_position(array['HIGH', 'MEDIUM', 'LOW'], priority), run_after, pk"
                            + " for update skip locked limit 1) returning *";
            try (PreparedStatement update = c.prepareStatement(sql)) {
                update.setString(1, worker);
                update.setLong(2, LEASE.toSeconds());
                try (ResultSet row = update.executeQuery()) {
                    return row.next() ? Optional.of(WorkItemRow.read(row)) : Optional.empty();
                }
            }
        });
    }

    private static void cancelPoisoned(Connection c) throws SQLException {
        String sql = "update workitem set state = 'CANCELED', ended = now(), lease_until = null,"
                + " reason = 'The work stopped without a word ' || attempts || ' times (the server or its worker ended"
                + " while doing it); it is not tried again.'"
                + " where state = 'IN PROGRESS' and lease_until < now() and attempts >= max_attempts";
        try (PreparedStatement update = c.prepareStatement(sql)) {
            update.executeUpdate();
        }
    }

    /** Gives back what this worker had claimed before it was restarted. */
    public int takeBack(String worker) {
        return update(
                "update workitem set lease_until = now() - interval '1 second' where worker = ?"
                        + " and state = 'IN PROGRESS'",
                worker);
    }

    /** @return whether the step still belongs to the worker; its lease is longer now */
    public boolean progress(WorkItem item, String worker, double fraction, String step) {
        return update(
                        "update workitem set progress = ?, step = ?, lease_until = now() + ? * interval '1 second'"
                                + " where uid = ? and worker = ? and state = 'IN PROGRESS'",
                        fraction,
                        step,
                        LEASE.toSeconds(),
                        item.uid(),
                        worker)
                == 1;
    }

    /** Renews the lease of a step that has nothing new to tell. */
    public boolean renew(WorkItem item, String worker) {
        return update(
                        "update workitem set lease_until = now() + ? * interval '1 second'"
                                + " where uid = ? and worker = ? and state = 'IN PROGRESS'",
                        LEASE.toSeconds(),
                        item.uid(),
                        worker)
                == 1;
    }

    /** Ends a step with its results. */
    public boolean complete(WorkItem item, String worker, Performer.Outcome.Done done) {
        return update(
                        "update workitem set state = 'COMPLETED', progress = 1, step = '', reason = '', ended = now(),"
                                + " lease_until = null, outputs = ?, timings = ?"
                                + " where uid = ? and worker = ? and state = 'IN PROGRESS'",
                        WorkItemRow.outputs(done.outputs()),
                        WorkItemRow.timings(done.timings()),
                        item.uid(),
                        worker)
                == 1;
    }

    /** Ends a step that cannot be done. */
    public boolean cancel(WorkItem item, String worker, String reason) {
        return update(
                        "update workitem set state = 'CANCELED', step = '', reason = ?, ended = now(),"
                                + " lease_until = null where uid = ? and worker = ? and state = 'IN PROGRESS'",
                        cut(reason),
                        item.uid(),
                        worker)
                == 1;
    }

    /** Tries again later, each time after a longer pause, or gives up when it was tried often enough. */
    public boolean retryOrCancel(WorkItem item, String worker, String reason) {
        if (item.attempts() >= item.maxAttempts()) {
            return cancel(item, worker, reason + " (tried " + item.attempts() + " times)");
        }
        return update(
                        "update workitem set state = 'SCHEDULED', worker = null, lease_until = null, step = '',"
                                + " reason = ?, run_after = now() + ? * interval '1 second'"
                                + " where uid = ? and worker = ? and state = 'IN PROGRESS'",
                        cut(reason),
                        FIRST_RETRY.toSeconds() << (item.attempts() - 1),
                        item.uid(),
                        worker)
                == 1;
    }

    /** Schedules an ended step anew. @return whether there was one */
    public boolean again(String uid) {
        return update(
                        "update workitem set state = 'SCHEDULED', attempts = 0, worker = null, reason = '', step = '',"
                                + " progress = 0, run_after = now(), started = null, ended = null"
                                + " where uid = ? and state in ('COMPLETED', 'CANCELED')",
                        uid)
                == 1;
    }

    /** Newest first. @param studyUid empty for all studies */
    public List<WorkItem> list(String studyUid, int limit, int offset) {
        return database.read(c -> {
            String sql = "select * from workitem where ? in ('', study_uid) order by created desc, pk desc"
                    + " limit ? offset ?";
            try (PreparedStatement select = c.prepareStatement(sql)) {
                select.setString(1, studyUid);
                select.setInt(2, limit);
                select.setInt(3, offset);
                return read(select);
            }
        });
    }

    /** Those of any of these studies, newest first. */
    public List<WorkItem> list(Collection<String> studyUids, int limit, int offset) {
        return database.read(c -> {
            String sql = "select * from workitem where study_uid = any(?) order by created desc, pk desc"
                    + " limit ? offset ?";
            try (PreparedStatement select = c.prepareStatement(sql)) {
                select.setArray(1, c.createArrayOf("text", studyUids.toArray()));
                select.setInt(2, limit);
                select.setInt(3, offset);
                return read(select);
            }
        });
    }

    /** One step. */
    public Optional<WorkItem> find(String uid) {
        return database.read(c -> {
            try (PreparedStatement select = c.prepareStatement("select * from workitem where uid = ?")) {
                select.setString(1, uid);
                return read(select).stream().findFirst();
            }
        });
    }

    private static List<WorkItem> read(PreparedStatement select) throws SQLException {
        var items = new ArrayList<WorkItem>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                items.add(WorkItemRow.read(row));
            }
        }
        return items;
    }

    private int update(String sql, Object... values) {
        return database.write(c -> {
            try (PreparedStatement update = c.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    update.setObject(i + 1, values[i]);
                }
                return update.executeUpdate();
            }
        });
    }

    private static String cut(String reason) {
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason.replace("\0", "");
    }
}

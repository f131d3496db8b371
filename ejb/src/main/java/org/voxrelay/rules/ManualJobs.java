package org.voxrelay.rules;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.SeriesMetadata;
import org.voxrelay.db.Database;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItem.Priority;
import org.voxrelay.jobs.WorkItem.Task;
import org.voxrelay.jobs.WorkItemUids;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.jobs.WorkItems.Scheduling;

/** Work that a person asks for. */
public final class ManualJobs {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Database database;
    private final Indexer indexer;
    private final WorkItems items;
    private final ModelRepository models;
    private final Runnable scheduled;

    /**
     * @param indexer who writes the rows of what was acknowledged
     * @param scheduled called after a step was scheduled
     */
    public ManualJobs(Database database, Indexer indexer, WorkItems items, ModelRepository models, Runnable scheduled) {
        this.database = database;
        this.indexer = indexer;
        this.items = items;
        this.models = models;
        this.scheduled = scheduled;
    }

    /** Runs an ended step once more. */
    public boolean again(WorkItem item) {
        boolean scheduledAgain = items.again(item.uid());
        if (scheduledAgain) {
            scheduled.run();
        }
        return scheduledAgain;
    }

    /**
     * A series is there from the moment that its senders got their answers.
     *
     * @return the step's UID, also if the very same work was scheduled before; empty without such a series or model
     * @throws IOException if the index is behind for long
     */
    public Optional<String> schedule(String seriesUid, String model) throws IOException, InterruptedException {
        ActiveModel active = ActiveModel.find(models, model);
        if (active.fault().isPresent()) {
            return Optional.empty();
        }
        indexer.awaitIndexed(WAIT);
        Optional<String> uid = database.write(c -> {
            Optional<Task> task = task(c, seriesUid, model, active.version());
            if (task.isPresent()) {
                items.schedule(c, new Scheduling(model, Priority.HIGH, task.get(), Optional.empty()));
            }
            return task.map(WorkItemUids::ofStep);
        });
        scheduled.run();
        return uid;
    }

    private static Optional<Task> task(Connection c, String seriesUid, String model, String version)
            throws SQLException {
        String sql = "select series.pk, study.uid from series join study on study.pk = study_pk where series.uid = ?";
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setString(1, seriesUid);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                var images = SeriesFacts.imagesOf(
                        SeriesMetadata.read(c, row.getLong(1)).byInstance().values());
                return images.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Task(model, version, row.getString(2), seriesUid, List.copyOf(images.keySet())));
            } catch (IOException e) {
                throw new SQLException("stored metadata of a series cannot be read", e);
            }
        }
    }
}

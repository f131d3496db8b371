package org.voxrelay.rules;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.voxrelay.archive.Indexer;
import org.voxrelay.db.Database;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItem.Priority;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.jobs.WorkItems.Order;

/** Work that a person asks for. */
public final class ManualJobs {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Database database;
    private final Indexer indexer;
    private final WorkItems items;
    private final ModelSteps steps;
    private final Runnable scheduled;

    /**
     * @param indexer who writes the rows of what was acknowledged
     * @param scheduled called after a step was scheduled
     */
    public ManualJobs(Database database, Indexer indexer, WorkItems items, ModelSteps steps, Runnable scheduled) {
        this.database = database;
        this.indexer = indexer;
        this.items = items;
        this.steps = steps;
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
     * Sends a series to a model, with the other series of its study that the model needs. A series is there from the moment that
     * its senders got their answers.
     *
     * @return the step's UID, also if the very same work was scheduled before; empty without such a series or model
     * @throws IOException if the index is behind for long
     */
    public Optional<String> schedule(String seriesUid, String model) throws IOException, InterruptedException {
        indexer.awaitIndexed(WAIT);
        Optional<String> uid = database.write(c -> steps.ordered(c, new Order(model, Priority.HIGH, model, seriesUid)));
        scheduled.run();
        return uid;
    }
}

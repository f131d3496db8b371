package org.voxrelay.rules;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.WorkItem.Task;
import org.voxrelay.jobs.WorkItemUids;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.jobs.WorkItems.Order;
import org.voxrelay.jobs.WorkItems.Scheduling;

/** Schedules models on series: what the rules say of a settled one, and what a person asks for. */
public final class ModelSteps {
    private static final Logger LOG = Logger.getLogger(ModelSteps.class.getName());

    private final WorkItems items;
    private final ModelRepository models;
    private final ChannelSteps channels;

    /** @param patience how long a step waits for series that its model needs and that are not there */
    public ModelSteps(WorkItems items, ModelRepository models, Duration patience) {
        this.items = items;
        this.models = models;
        this.channels = new ChannelSteps(items, patience);
    }

    /** What the rules say, and what waited for such a series. */
    void settled(Connection c, SeriesFacts series) throws SQLException {
        lock(c, series.studyUid());
        for (Rule rule : Rules.enabled(c)) {
            ActiveModel model = ActiveModel.find(models, rule.model());
            if (model.needsSeveral()) {
                var order = new Order(rule.name(), rule.priority(), rule.model(), "");
                channels.settled(c, series, order, model.model().orElseThrow(), rule::matches);
            } else if (rule.matches(series)) {
                var reason = Optional.of(model.fault()).filter(fault -> !fault.isEmpty());
                items.schedule(c, new Scheduling(rule.name(), rule.priority(), task(model, series), reason));
                LOG.log(Level.INFO, "series {0} is settled: {1} images go to {2}", new Object[] {
                    series.seriesUid(), series.inputs().size(), rule.model()
                });
            }
        }
        for (Order order : items.waiting(c, series.studyUid())) {
            ActiveModel model = ActiveModel.find(models, order.model());
            if (model.needsSeveral() && !order.namedSeries().isEmpty()) {
                channels.settled(c, series, order, model.model().orElseThrow(), any -> true);
            }
        }
    }

    /**
     * What a person wants.
     *
     * @param order with the series that the person named
     * @return the step's UID, also if the very same work was scheduled before; empty without such a series or model
     */
    Optional<String> ordered(Connection c, Order order) throws SQLException {
        ActiveModel model = ActiveModel.find(models, order.model());
        Optional<SeriesFacts> series = StoredFacts.ofSeries(c, order.namedSeries());
        if (model.model().isEmpty() || series.isEmpty() || series.get().images().isEmpty()) {
            return Optional.empty();
        }
        if (model.needsSeveral()) {
            lock(c, series.get().studyUid());
            return channels.decide(
                    c, series.get().studyUid(), order, model.model().get());
        }
        Task task = task(model, series.get());
        items.schedule(c, new Scheduling(order.label(), order.priority(), task, Optional.empty()));
        return Optional.of(WorkItemUids.ofStep(task));
    }

    private static Task task(ActiveModel model, SeriesFacts series) {
        return new Task(model.name(), model.version(), series.studyUid(), List.of(series.seriesUid()), series.inputs());
    }

    /** To the end of the transaction: of two series that settle at once, the later sees that the earlier has settled. */
    private static void lock(Connection c, String studyUid) throws SQLException {
        String sql = "select pg_advisory_xact_lock(hashtextextended(?, 0))";
        try (PreparedStatement lock = c.prepareStatement(sql)) {
            lock.setString(1, "voxrelay study " + studyUid);
            lock.execute();
        }
    }
}

package org.voxrelay.rules;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.voxrelay.inference.model.ChannelChoice;
import org.voxrelay.inference.model.ChannelChoice.Result.Complete;
import org.voxrelay.inference.model.ChannelChoice.Result.Missing;
import org.voxrelay.inference.model.ChannelChoice.Result.Unclear;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.jobs.WorkItem.Task;
import org.voxrelay.jobs.WorkItemUids;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.jobs.WorkItems.Order;
import org.voxrelay.jobs.WorkItems.Scheduling;
import org.voxrelay.jobs.WorkItems.Waiting;

/**
 * Steps of models whose channels are several series of a study. There is one step for a complete set, whichever series of
 * it settles last. While a channel has no series a step waits and says so; it is decided anew with each series that
 * settles, and given up when its time has passed.
 */
final class ChannelSteps {
    private final WorkItems items;
    private final Duration patience;

    ChannelSteps(WorkItems items, Duration patience) {
        this.items = items;
        this.patience = patience;
    }

    /** Decides an order if the series can matter for it, and one that has settled is what the order is for. */
    void settled(Connection c, SeriesFacts series, Order order, ModelPackage model, Predicate<SeriesFacts> wanted)
            throws SQLException {
        if (ChannelStudy.modalities(model).contains(series.modality())) {
            var study = ChannelStudy.of(c, series.studyUid(), model, order.namedSeries());
            if (study.series().stream().anyMatch(one -> one.settled() && wanted.test(one))) {
                decide(c, study, order);
            }
        }
    }

    /** @return the step's UID; empty if no series is a channel of the model */
    Optional<String> decide(Connection c, String studyUid, Order order, ModelPackage model) throws SQLException {
        var study = ChannelStudy.of(c, studyUid, model, order.namedSeries());
        return study.series().isEmpty() ? Optional.empty() : decide(c, study, order);
    }

    private Optional<String> decide(Connection c, ChannelStudy study, Order order) throws SQLException {
        items.forgetWaiting(c, study.series().get(0).studyUid(), order);
        var result = study.choice();
        if (result instanceof Complete complete) {
            Task task = task(study, complete.series());
            return study.arriving()
                    ? await(c, order, task, ModelInputs.ARRIVING)
                    : schedule(c, order, task, Optional.empty());
        }
        if (result instanceof Missing missing) {
            return missing.found().isEmpty()
                    ? Optional.empty()
                    : await(c, order, task(study, missing.found()), missing.why());
        }
        var unclear = (Unclear) result;
        return schedule(c, order, task(study, unclear.candidates()), Optional.of(unclear.why()));
    }

    private Optional<String> schedule(Connection c, Order order, Task task, Optional<String> reason)
            throws SQLException {
        items.schedule(c, new Scheduling(order.label(), order.priority(), task, reason));
        return Optional.of(WorkItemUids.ofStep(task));
    }

    private Optional<String> await(Connection c, Order order, Task task, String missing) throws SQLException {
        items.await(c, new Waiting(order.label(), order.priority(), task, order.namedSeries(), missing, patience));
        return Optional.of(WorkItemUids.ofStep(task));
    }

    private static Task task(ChannelStudy study, List<ChannelChoice.Series> chosen) {
        List<String> seriesUids =
                chosen.stream().map(ChannelChoice.Series::seriesInstanceUid).toList();
        List<String> inputs = study.there().stream()
                .filter(series -> seriesUids.contains(series.seriesUid()))
                .flatMap(series -> series.inputs().stream())
                .sorted()
                .toList();
        ModelPackage model = study.model();
        return new Task(model.name(), model.version(), study.there().get(0).studyUid(), seriesUids, inputs);
    }
}

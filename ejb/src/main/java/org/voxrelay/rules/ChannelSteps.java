package org.voxrelay.rules;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.voxrelay.inference.model.ChannelChoice;
import org.voxrelay.inference.model.ChannelChoice.Result.Complete;
import org.voxrelay.inference.model.ChannelChoice.Result.Missing;
import org.voxrelay.inference.model.ChannelChoice.Result.Unclear;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelPackage.Channel;
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
    /** A study of more series of the modalities is not looked through. */
    private static final int MOST_SERIES = 500;

    private final WorkItems items;
    private final Duration patience;

    ChannelSteps(WorkItems items, Duration patience) {
        this.items = items;
        this.patience = patience;
    }

    /** Decides an order if the series can matter for it, and one that has settled is what the order is for. */
    void settled(Connection c, SeriesFacts series, Order order, ModelPackage model, Predicate<SeriesFacts> wanted)
            throws SQLException {
        if (modalities(model).contains(series.modality())) {
            List<SeriesFacts> study = study(c, series.studyUid(), model, order);
            if (study.stream().anyMatch(one -> one.settled() && wanted.test(one))) {
                decide(c, study, order, model);
            }
        }
    }

    /** @return the step's UID; empty if no series is a channel of the model */
    Optional<String> decide(Connection c, String studyUid, Order order, ModelPackage model) throws SQLException {
        List<SeriesFacts> study = study(c, studyUid, model, order);
        return study.isEmpty() ? Optional.empty() : decide(c, study, order, model);
    }

    /** The series that may be channels, and the one that was named, whatever it is. */
    private static List<SeriesFacts> study(Connection c, String studyUid, ModelPackage model, Order order)
            throws SQLException {
        var study = new TreeMap<String, SeriesFacts>();
        for (SeriesFacts series : StoredFacts.ofStudy(c, studyUid, modalities(model), MOST_SERIES)) {
            study.put(series.seriesUid(), series);
        }
        StoredFacts.ofSeries(c, order.namedSeries()).ifPresent(series -> study.put(series.seriesUid(), series));
        return study.values().stream()
                .filter(series -> !series.images().isEmpty())
                .toList();
    }

    private static Collection<String> modalities(ModelPackage model) {
        return model.channels().stream().map(Channel::modality).collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<String> decide(Connection c, List<SeriesFacts> study, Order order, ModelPackage model)
            throws SQLException {
        items.forgetWaiting(c, study.get(0).studyUid(), order);
        List<SeriesFacts> there = study.stream()
                .filter(series -> series.settled() || series.seriesUid().equals(order.namedSeries()))
                .toList();
        var result = ChannelChoice.choose(
                model.channels(),
                there.stream()
                        .map(series -> series.forChannels(model.channels()))
                        .toList(),
                Optional.of(order.namedSeries()).filter(uid -> !uid.isEmpty()));
        if (result instanceof Complete complete) {
            Task task = task(model, complete.series(), there);
            return there.size() < study.size()
                    ? await(c, order, task, "Other series of the study are still arriving.")
                    : schedule(c, order, task, Optional.empty());
        }
        if (result instanceof Missing missing) {
            return missing.found().isEmpty()
                    ? Optional.empty()
                    : await(c, order, task(model, missing.found(), there), missing.why());
        }
        var unclear = (Unclear) result;
        return schedule(c, order, task(model, unclear.candidates(), there), Optional.of(unclear.why()));
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

    private static Task task(ModelPackage model, List<ChannelChoice.Series> chosen, List<SeriesFacts> study) {
        List<String> seriesUids =
                chosen.stream().map(ChannelChoice.Series::seriesInstanceUid).toList();
        List<String> inputs = study.stream()
                .filter(series -> seriesUids.contains(series.seriesUid()))
                .flatMap(series -> series.inputs().stream())
                .sorted()
                .toList();
        return new Task(model.name(), model.version(), study.get(0).studyUid(), seriesUids, inputs);
    }
}

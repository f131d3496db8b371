package org.voxrelay.rules;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.voxrelay.inference.model.ChannelChoice;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelPackage.Channel;

/**
 * A study as a model of several channels sees it.
 *
 * @param named a series that somebody wants to be used; empty if nobody does
 * @param series those that may be channels, and the named one, whatever it is; all have images
 */
record ChannelStudy(ModelPackage model, String named, List<SeriesFacts> series) {
    /** A study of more series of the modalities is not looked through. */
    private static final int MOST_SERIES = 500;

    static ChannelStudy of(Connection c, String studyUid, ModelPackage model, String named) throws SQLException {
        var study = new TreeMap<String, SeriesFacts>();
        for (SeriesFacts series : StoredFacts.ofStudy(c, studyUid, modalities(model), MOST_SERIES)) {
            study.put(series.seriesUid(), series);
        }
        StoredFacts.ofSeries(c, named).ifPresent(series -> study.put(series.seriesUid(), series));
        return new ChannelStudy(
                model,
                named,
                study.values().stream()
                        .filter(series -> !series.images().isEmpty())
                        .toList());
    }

    static Collection<String> modalities(ModelPackage model) {
        return model.channels().stream().map(Channel::modality).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that can be chosen: they have settled, or somebody named them. */
    List<SeriesFacts> there() {
        return series.stream()
                .filter(one -> one.settled() || one.seriesUid().equals(named))
                .toList();
    }

    /** Whether one that is still arriving may make the choice another. */
    boolean arriving() {
        return there().size() < series.size();
    }

    ChannelChoice.Result choice() {
        return ChannelChoice.choose(
                model.channels(),
                there().stream().map(one -> one.forChannels(model.channels())).toList(),
                Optional.of(named).filter(uid -> !uid.isEmpty()));
    }
}

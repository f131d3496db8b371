package org.voxrelay.inference.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.voxrelay.inference.model.ModelPackage.Channel;

/** Finds the series of a study for each channel of a model, by the rules of its package. */
public final class ChannelChoice {
    private static final String MODALITY = "Modality";

    private final List<Channel> channels;
    /** By channel, in their order: the series that it may be. */
    private final List<List<Series>> candidates;
    /** Series by channel. */
    private final Map<Integer, Series> chosen = new HashMap<>();

    private ChannelChoice(List<Channel> channels, List<List<Series>> candidates) {
        this.channels = channels;
        this.candidates = candidates;
    }

    /**
     * A series as the rules see it.
     *
     * @param attributes values by keyword, for example Modality and SeriesDescription
     */
    public record Series(String seriesInstanceUid, Map<String, String> attributes) {
        public Series {
            attributes = Map.copyOf(attributes);
        }
    }

    /** What was found. The sentences are for a person. */
    public sealed interface Result {
        /** @param series one for each channel, in their order, none twice */
        record Complete(List<Series> series) implements Result {}

        /**
         * A channel has no series.
         *
         * @param found in the order of their channels
         */
        record Missing(List<Series> found, String why) implements Result {}

        /**
         * The rules do not say which series a channel is.
         *
         * @param candidates for it
         */
        record Unclear(List<Series> candidates, String why) implements Result {}
    }

    /**
     * Chooses as far as there is one way only to choose.
     *
     * @param named a series that somebody wants to be used; it is preferred where the rules leave several
     */
    public static Result choose(List<Channel> channels, Collection<Series> study, Optional<String> named) {
        List<List<Series>> candidates = channels.stream()
                .map(channel ->
                        study.stream().filter(series -> fits(channel, series)).toList())
                .toList();
        List<Series> wanted = study.stream()
                .filter(series -> named.stream().anyMatch(series.seriesInstanceUid()::equals))
                .toList();
        if (wanted.stream().anyMatch(series -> candidates.stream().noneMatch(list -> list.contains(series)))) {
            return new Result.Unclear(
                    wanted,
                    "The series is none of the model's channels ("
                            + channels.stream().map(ChannelChoice::named).collect(Collectors.joining("; ")) + ").");
        }
        return new ChannelChoice(channels, preferring(wanted, candidates)).result();
    }

    /** A series that may be one channel only is that, if somebody names it. */
    private static List<List<Series>> preferring(List<Series> wanted, List<List<Series>> candidates) {
        boolean once =
                candidates.stream().filter(list -> list.containsAll(wanted)).count() == 1;
        return wanted.isEmpty() || !once
                ? candidates
                : candidates.stream()
                        .map(list -> list.containsAll(wanted) ? wanted : list)
                        .toList();
    }

    private Result result() {
        boolean more = true;
        while (more) {
            more = false;
            for (int channel = 0; channel < channels.size(); channel++) {
                if (left(channel).size() == 1) {
                    chosen.put(channel, left(channel).get(0));
                    more = true;
                }
            }
        }
        for (int channel = 0; channel < channels.size(); channel++) {
            if (left(channel).size() > 1) {
                return new Result.Unclear(left(channel), unclear(channel));
            }
        }
        List<Series> found = new ArrayList<>(new TreeMap<>(chosen).values());
        return found.size() == channels.size() ? new Result.Complete(found) : new Result.Missing(found, missing());
    }

    /** What an open channel may still be. */
    private List<Series> left(int channel) {
        return chosen.containsKey(channel)
                ? List.of()
                : candidates.get(channel).stream()
                        .filter(series -> !chosen.containsValue(series))
                        .toList();
    }

    private String missing() {
        return "The study has no series for the model's "
                + IntStream.range(0, channels.size())
                        .filter(channel -> !chosen.containsKey(channel))
                        .mapToObj(channel -> "channel " + named(channels.get(channel)))
                        .collect(Collectors.joining(", and none for its "))
                + ".";
    }

    private String unclear(int number) {
        Channel channel = channels.get(number);
        int count = left(number).size();
        return channel.match().isEmpty()
                ? "The package has no rule that says which of " + count + " " + channel.modality()
                        + " series is the channel '" + channel.name() + "'."
                : "The study has " + count + " series for the model's channel " + named(channel)
                        + "; the package's rule must tell them apart.";
    }

    private static boolean fits(Channel channel, Series series) {
        return channel.modality().equals(series.attributes().get(MODALITY))
                && channel.match().entrySet().stream()
                        .allMatch(rule -> Pattern.compile(rule.getValue())
                                .matcher(series.attributes().getOrDefault(rule.getKey(), ""))
                                .find());
    }

    private static String named(Channel channel) {
        String rules = channel.match().isEmpty() ? "" : ", " + new TreeMap<>(channel.match());
        return "'" + channel.name() + "' (" + channel.modality() + rules + ")";
    }
}

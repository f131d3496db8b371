package org.voxrelay.inference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.ModelPackage.Channel;

/** Finds the series of a study for each channel of a model, by the rules of its package. */
public final class ChannelChoice {
    private static final String MODALITY = "Modality";

    private ChannelChoice() {}

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

    /**
     * @return one series for each channel, none twice
     * @throws InferenceException if a channel has no series, or more than one
     */
    public static List<Series> choose(List<Channel> channels, List<Series> study) throws InferenceException {
        List<Series> chosen = new ArrayList<>();
        for (Channel channel : channels) {
            List<Series> fitting = study.stream()
                    .filter(series -> fits(channel, series) && !chosen.contains(series))
                    .toList();
            if (fitting.isEmpty()) {
                throw new InferenceException("The study has no series for the model's channel '" + channel.name()
                        + "' (" + described(channel) + ").");
            }
            if (fitting.size() > 1 && !channel.match().isEmpty()) {
                throw new InferenceException("The study has " + fitting.size() + " series for the model's channel '"
                        + channel.name() + "' (" + described(channel) + "); the package's rule must tell them apart.");
            }
            if (fitting.size() > 1) {
                throw new InferenceException("The package has no rule that says which of " + fitting.size() + " "
                        + channel.modality() + " series is the channel '" + channel.name() + "'.");
            }
            chosen.add(fitting.get(0));
        }
        return chosen;
    }

    private static boolean fits(Channel channel, Series series) {
        return channel.modality().equals(series.attributes().get(MODALITY))
                && channel.match().entrySet().stream()
                        .allMatch(rule -> Pattern.compile(rule.getValue())
                                .matcher(series.attributes().getOrDefault(rule.getKey(), ""))
                                .find());
    }

    private static String described(Channel channel) {
        return channel.match().isEmpty() ? channel.modality() : channel.modality() + ", " + channel.match();
    }
}

package org.voxrelay.inference.quality;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.voxrelay.inference.model.Label;
import org.voxrelay.inference.quality.Quality.LabelQuality;

/** Adds up case by case how a model's labels agree with references. */
public final class QualityTally {
    private final Map<Integer, List<Agreement>> byLabel = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private int cases;

    /** @param agreements of one case, by the number of the label; of those labels that its reference has */
    public void add(Map<Integer, Agreement> agreements) {
        cases++;
        agreements.forEach((number, agreement) -> {
            List<Agreement> all = byLabel.computeIfAbsent(number, none -> new ArrayList<>());
            if (!agreement.absent()) {
                all.add(agreement);
            }
        });
    }

    /** @param why sentence for a person that names no case by its UID: it is kept beside the model */
    public void leaveOut(String why) {
        leftOut.add(why);
    }

    /** Cases that were compared. */
    public int cases() {
        return cases;
    }

    /** Why the others were not compared. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** What it comes to, over the labels of the model. */
    public Quality quality(List<Label> labels, Instant measured) {
        var found = new ArrayList<LabelQuality>();
        var missing = new ArrayList<String>();
        for (Label label : labels) {
            List<Agreement> all = byLabel.getOrDefault(label.number(), List.of());
            if (all.isEmpty()) {
                missing.add(label.name());
            } else {
                found.add(quality(label, all));
            }
        }
        return new Quality(measured.truncatedTo(ChronoUnit.SECONDS).toString(), cases, found, missing, leftOut);
    }

    private static LabelQuality quality(Label label, List<Agreement> all) {
        OptionalDouble surface = all.stream()
                .map(Agreement::surfaceMm)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
        return new LabelQuality(
                label.number(),
                label.name(),
                all.size(),
                mean(all, Agreement::dice),
                all.stream().mapToDouble(Agreement::dice).min().orElseThrow(),
                mean(all, Agreement::differenceMl),
                mean(all, agreement -> Math.abs(agreement.differenceMl())),
                surface);
    }

    private static double mean(List<Agreement> all, ToDoubleFunction<Agreement> value) {
        return all.stream().mapToDouble(value).average().orElseThrow();
    }
}

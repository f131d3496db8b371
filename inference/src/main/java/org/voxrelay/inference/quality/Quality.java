package org.voxrelay.inference.quality;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a measurement of a model version gave. Names no case.
 *
 * @param measured day and time, ISO 8601
 * @param cases segmentations that it was compared with
 * @param labels of the model that a reference has, in ascending number
 * @param notInReference names of labels that no reference has
 * @param leftOut a sentence for each segmentation that could not be compared with
 */
public record Quality(
        String measured, int cases, List<LabelQuality> labels, List<String> notInReference, List<String> leftOut) {
    private static final double STEPS = 10_000;

    public Quality {
        labels = List.copyOf(labels);
        notInReference = List.copyOf(notInReference);
        leftOut = List.copyOf(leftOut);
    }

    /** As it stands in {@code quality.json}; numbers are rounded to four places. */
    public String toJson() {
        var root =
                JsonNodeFactory.instance.objectNode().put("measured", measured).put("cases", cases);
        var list = root.putArray("labels");
        for (LabelQuality label : labels) {
            var node = list.addObject()
                    .put("number", label.number)
                    .put("name", label.name)
                    .put("cases", label.cases)
                    .put("dice", rounded(label.dice))
                    .put("diceLowest", rounded(label.diceLowest))
                    .put("volumeDifferenceMl", rounded(label.volumeDifferenceMl))
                    .put("volumeErrorMl", rounded(label.volumeErrorMl));
            label.surfaceDistanceMm.ifPresent(mm -> node.put("surfaceDistanceMm", rounded(mm)));
        }
        notInReference.forEach(root.putArray("notInReference")::add);
        leftOut.forEach(root.putArray("leftOut")::add);
        return root.toPrettyString();
    }

    private static double rounded(double value) {
        return Math.round(value * STEPS) / STEPS;
    }

    /**
     * Of one label.
     *
     * @param cases in which the model or the reference has it; the means are over these
     * @param dice mean, 0 to 1
     * @param diceLowest of the worst case
     * @param volumeDifferenceMl mean of the model's volume less the reference's
     * @param volumeErrorMl mean of the same without sign
     * @param surfaceDistanceMm mean over the cases that have one
     */
    public record LabelQuality(
            int number,
            String name,
            int cases,
            double dice,
            double diceLowest,
            double volumeDifferenceMl,
            double volumeErrorMl,
            OptionalDouble surfaceDistanceMm) {}
}

package org.voxrelay.inference.model;

import java.util.List;
import java.util.TreeSet;

/**
 * The numbers that a package gives to its labels. They become Segment Numbers, which start at 1 and grow by 1 (PS3.3 Table
 * C.8.20-4) and have 16 bits.
 */
final class LabelNumbers {
    static final int MOST = 65_535;
    /** Of a graph whose output is labels, one unsigned byte each. */
    static final int MOST_OF_A_GRAPH = 255;

    private LabelNumbers() {}

    /** Adds a fault for no label at all, for numbers that occur twice, for the first gap, and for scores of a label that is not there. */
    static void check(List<Label> labels, Scores scores, List<String> faults) {
        if (labels.isEmpty()) {
            faults.add("labels is empty");
            return;
        }
        var numbers = new TreeSet<Integer>();
        for (Label label : labels) {
            if (!numbers.add(label.number())) {
                faults.add("two labels have the number " + label.number());
                return; // a gap comes from that
            }
        }
        if (numbers.last() != numbers.size()) {
            int missing = 1;
            while (numbers.contains(missing)) {
                missing++;
            }
            faults.add("labels are numbered 1, 2, 3 ... without a gap, and there is no label " + missing + " below "
                    + numbers.last());
            return;
        }
        if (scores instanceof Scores.Labels && numbers.size() > MOST_OF_A_GRAPH) {
            faults.add("a graph that gives labels gives up to " + MOST_OF_A_GRAPH + ", not " + numbers.size()
                    + "; more need a graph that gives scores");
        }
        channels(scores).stream()
                .filter(number -> number != 0 && !numbers.contains(number))
                .findFirst()
                .ifPresent(number -> faults.add("the scores are of a label " + number + ", which is not there"));
    }

    private static List<Integer> channels(Scores scores) {
        if (scores instanceof Scores.Exclusive exclusive) {
            return exclusive.numbers();
        }
        return scores instanceof Scores.Overlapping overlapping ? overlapping.numbers() : List.of();
    }
}

package org.voxrelay.web.dicomweb;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.query.Level;
import org.voxrelay.query.MatchOptions;
import org.voxrelay.query.Query;
import org.voxrelay.web.problem.Problem;

/** The parameters of a search that are not keys (PS3.18 sections 8.3.4.2 to 8.3.4.6). */
final class SearchSettings {
    private static final int MOST_FIELDS = 1000;

    private final TreeSet<Integer> include = new TreeSet<>();
    private boolean all;
    private boolean fuzzy;
    private boolean emptyValues;
    private boolean multipleValues;
    private OptionalInt limit = OptionalInt.empty();
    private int offset;

    /** @return whether it is one of these */
    boolean take(String name, List<String> values) {
        switch (name) {
            case "limit" -> limit = OptionalInt.of(number(name, values));
            case "offset" -> offset = number(name, values);
            case "fuzzymatching" -> fuzzy = flag(name, values);
            case "emptyvaluematching" -> emptyValues = flag(name, values);
            case "multiplevaluematching" -> multipleValues = flag(name, values);
            case "includefield" -> include(values);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Date and time are always one range (section 8.3.4.1). */
    MatchOptions options() {
        return new MatchOptions(true, fuzzy, emptyValues, multipleValues);
    }

    Query query(Level level, Attributes keys, int defaultLimit) {
        int most = Math.min(limit.orElse(defaultLimit), Query.MOST);
        return new Query(level, keys, include, all, most, offset, options());
    }

    /** Repeated, as one list with commas, or both; {@code all} is everything that is known. */
    private void include(List<String> values) {
        List<String> names = values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .limit(MOST_FIELDS + 1)
                .toList();
        if (names.size() > MOST_FIELDS) {
            throw Problem.badRequest("More than " + MOST_FIELDS + " attributes in includefield; ask for all.");
        }
        for (String name : names) {
            if (name.equals("all")) {
                all = true;
            } else {
                include.add(AttributePath.parse(name).first());
            }
        }
    }

    private static String one(String name, List<String> values) {
        List<String> different = values.stream().distinct().toList();
        if (different.size() > 1) {
            throw Problem.badRequest(name + " is given with different values.");
        }
        return different.get(0).strip();
    }

    private static boolean flag(String name, List<String> values) {
        return switch (one(name, values)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.badRequest(name + " must be true or false.");
        };
    }

    private static int number(String name, List<String> values) {
        String value = one(name, values);
        if (!value.matches("\\d{1,9}")) {
            throw Problem.badRequest(name + " must be a whole number from 0 to 999999999.");
        }
        return Integer.parseInt(value);
    }
}

package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.query.Level;
import org.voxrelay.query.Query;
import org.voxrelay.web.problem.Problem;

/**
 * The query parameters of a search (PS3.18 section 8.3.4): attributes by keyword or tag, limit, offset, includefield.
 *
 * @param limitIsOurs whether the answer is cut where the caller did not ask for it
 */
record QidoRequest(Query query, boolean limitIsOurs, boolean fuzzy) {
    private static final int DEFAULT_LIMIT = 1000;

    static QidoRequest of(MultivaluedMap<String, String> parameters, Level level, Map<Integer, String> path) {
        var keys = new Attributes();
        var include = new TreeSet<Integer>();
        boolean all = false;
        OptionalInt limit = OptionalInt.empty();
        int offset = 0;
        boolean fuzzy = false;
        for (var parameter : parameters.entrySet()) {
            String last = parameter.getValue().get(parameter.getValue().size() - 1);
            switch (parameter.getKey()) {
                case "limit" -> limit = OptionalInt.of(number("limit", last));
                case "offset" -> offset = number("offset", last);
                case "fuzzymatching" -> fuzzy = Boolean.parseBoolean(last);
                case "includefield" -> {
                    List<String> names = commaSeparated(parameter.getValue());
                    all |= names.remove("all");
                    names.forEach(name -> include.add(tag(name)));
                }
                default -> {
                    int tag = tag(parameter.getKey());
                    keys.setString(tag, VR.UC, values(tag, last));
                }
            }
        }
        path.forEach((tag, uid) -> keys.setString(tag, VR.UI, uid));
        try {
            int most = Math.min(limit.orElse(DEFAULT_LIMIT), Query.MOST);
            boolean ours = limit.isEmpty() || limit.getAsInt() > Query.MOST;
            return new QidoRequest(new Query(level, keys, include, all, most, offset), ours, fuzzy);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage() + ".");
        }
    }

    /** Only UIDs come as a list (PS3.18 section 8.3.4.1); in other values a comma or backslash is itself. */
    private static String[] values(int tag, String value) {
        return ElementDictionary.vrOf(tag) == VR.UI ? value.split("[,\\\\]") : new String[] {value};
    }

    private static List<String> commaSeparated(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** A keyword, or eight hexadecimal digits. */
    private static int tag(String name) {
        if (name.matches("[0-9A-Fa-f]{8}")) {
            return Integer.parseUnsignedInt(name, 16);
        }
        OptionalInt tag = ElementDictionary.tagOf(name);
        if (tag.isEmpty()) {
            throw Problem.badRequest("There is no attribute with the keyword or tag " + printable(name) + ".");
        }
        return tag.getAsInt();
    }

    private static String printable(String name) {
        return name.replaceAll("[^A-Za-z0-9.]", "?").substring(0, Math.min(64, name.length()));
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw Problem.badRequest(name + " must be a whole number.");
        }
    }
}

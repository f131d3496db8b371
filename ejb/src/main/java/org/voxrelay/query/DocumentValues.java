package org.voxrelay.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import org.voxrelay.archive.KeyValue;
import org.voxrelay.dicom.data.VR;

/** The values of one attribute in a column {@code keys}. */
final class DocumentValues {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4,14}(\\.\\d{1,6})?");
    private static final Pattern OFFSET = Pattern.compile("[+-]\\d{4}$");

    private final Where where;
    private final String document;
    private final String name;
    private final VR vr;

    DocumentValues(Where where, String document, String name, VR vr) {
        this.where = where;
        this.document = document;
        this.name = name;
        this.vr = vr;
    }

    /** Whether these values are matched by equality alone: neither ranges nor wildcards nor alternatives. */
    static boolean areExact(VR vr, List<String> values, MatchOptions options) {
        return switch (vr) {
                    case DA -> values.stream().allMatch(value -> value.indexOf('-') < 0);
                    case TM, DT, SQ -> false; // a shorter time is a range
                    case UI -> values.size() == 1;
                    case PN -> !options.fuzzyNames() && values.stream().noneMatch(LikePattern::isWild);
                    case AE, AS, CS, LO, LT, SH, ST, UC, UR, UT ->
                        values.stream().noneMatch(LikePattern::isWild);
                    case DS, IS, FD, FL, SL, SS, SV, UL, US, UV, AT, OB, OD, OF, OL, OV, OW, UN -> true;
                }
                && values.stream().noneMatch(options::isEmptyKey);
    }

    void add(List<String> values, MatchOptions options) throws BadKeyException {
        if (areExact(vr, values, options)) {
            addContainment(values);
        } else if (vr == VR.UI) {
            addSome(new Where()
                    .andAnyOf(
                            "v = any(?)",
                            values.stream()
                                    .map(value -> KeyValue.normal(vr, value))
                                    .toList()));
        } else {
            for (String value : options.multipleValues() ? values : values.subList(0, 1)) {
                addOne(value, options);
            }
        }
    }

    private void addContainment(List<String> values) throws BadKeyException {
        ObjectNode wanted = JSON.createObjectNode();
        var list = wanted.putArray(name);
        for (String value : values) {
            if (vr == VR.DA) {
                Matching.date(value);
            }
            list.add(KeyValue.normal(vr, value));
        }
        where.and(document + " @> ?::jsonb", wanted.toString());
    }

    private void addOne(String value, MatchOptions options) throws BadKeyException {
        switch (vr) {
            case DA -> addDates(value);
            case TM -> addTimes(value);
            case DT -> addDateTimes(value);
            case PN -> addName(value, options);
            default -> addPattern(KeyValue.normal(vr, value));
        }
    }

    private void addName(String value, MatchOptions options) {
        if (options.fuzzyNames()) {
            var name = new Where();
            FuzzyName.add(name, "v", value);
            addSome(name);
        } else {
            addPattern(KeyValue.normal(vr, value));
        }
    }

    /** What a pattern names for certain is looked for in the text of all values too: that has an index where it was asked for. */
    private void addPattern(String pattern) {
        LikePattern.longestWord(pattern)
                .ifPresent(word -> where.and(member(document, name) + "::text like ?", LikePattern.containing(word)));
        addSome(new Where().and("v like ?", LikePattern.of(pattern)));
    }

    /** The values of an attribute in a document. */
    static String member(String document, String name) {
        return "(" + document + " -> '" + name.replace("'", "''") + "')";
    }

    private void addSome(Where conditions) {
        where.andExists("jsonb_array_elements_text(" + member(document, name) + ") v", conditions);
    }

    /** Dates and times are compared as texts, which have their order; the first value counts, as there is but one. */
    private String first() {
        return "((" + member(document, name) + " ->> 0) collate \"C\")";
    }

    private void addDates(String value) throws BadKeyException {
        String[] limits = value.split("-", 2);
        addLimit(" >= ?", limits[0].isBlank() ? "" : Matching.date(limits[0]).format(DateTimeFormatter.BASIC_ISO_DATE));
        addLimit(" <= ?", limits[1].isBlank() ? "" : Matching.date(limits[1]).format(DateTimeFormatter.BASIC_ISO_DATE));
    }

    private void addTimes(String value) throws BadKeyException {
        int dash = value.indexOf('-');
        String from = dash < 0 ? value : value.substring(0, dash);
        String to = dash < 0 ? value : value.substring(dash + 1);
        addLimit(" >= ?", from.isBlank() ? "" : KeyValue.time(Matching.time(from, "000000.000000")));
        addLimit(" <= ?", to.isBlank() ? "" : KeyValue.time(Matching.time(to, "235959.999999")));
    }

    /** A shorter limit is the whole year, month or day that it names; offsets from UTC are not looked at. */
    private void addDateTimes(String value) throws BadKeyException {
        int dash = rangeDash(value.strip());
        String from = dateTime(dash < 0 ? value : value.strip().substring(0, dash));
        String to = dateTime(dash < 0 ? value : value.strip().substring(dash + 1));
        addLimit(" >= ?", from);
        if (!to.isEmpty()) {
            where.and("left(" + first() + ", " + to.length() + ") <= ?", to);
        }
    }

    /** The dash between two date-times, not that of an offset: 1999-2005 is a range, 19991231-0500 is not. */
    private static int rangeDash(String value) {
        for (int dash = value.indexOf('-'); dash >= 0; dash = value.indexOf('-', dash + 1)) {
            String rest = value.substring(dash + 1);
            boolean offset = dash >= 8 && rest.matches("\\d{4}(-.*)?") && rest.compareTo("1400") <= 0;
            if (!offset) {
                return dash;
            }
        }
        return -1;
    }

    private static String dateTime(String text) throws BadKeyException {
        String digits = OFFSET.matcher(text.strip()).replaceFirst("");
        if (!digits.isEmpty() && !DATE_TIME.matcher(digits).matches()) {
            throw new BadKeyException("not a date-time of the form YYYYMMDDHHMMSS: " + Matching.printable(text));
        }
        return digits;
    }

    private void addLimit(String comparison, String limit) {
        if (!limit.isEmpty()) {
            where.and(first() + comparison, limit);
        }
    }
}

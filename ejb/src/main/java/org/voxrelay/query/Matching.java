package org.voxrelay.query;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.function.UnaryOperator;
import org.voxrelay.db.Folding;

/** How a key's value becomes a condition on a column (PS3.4 section C.2.2.2). */
enum Matching {
    /** List of UID Matching (C.2.2.2.2). */
    UID {
        @Override
        void add(Where where, String column, List<String> values) {
            where.andAnyOf(column + " = any(?)", values);
        }

        @Override
        void addEach(Where where, String column, List<String> values) {
            add(where, column, values); // a list of UIDs is a list of alternatives always
        }
    },
    /** Single Value and Wild Card Matching (C.2.2.2.1, C.2.2.2.4), by case. */
    TEXT {
        @Override
        void add(Where where, String column, List<String> values) {
            like(where, column, values.get(0), Folding::clean);
        }
    },
    /** The same on a folded column: neither case nor accents matter. */
    FOLDED {
        @Override
        void add(Where where, String column, List<String> values) {
            like(where, column, values.get(0), Folding::fold);
        }
    },
    /** A person's name: the components before the key's end count, {@code MULLER} finds {@code MULLER^ANNA}. */
    NAME {
        @Override
        void add(Where where, String column, List<String> values) {
            like(where, column, values.get(0), Folding::foldName);
        }
    },
    /** Range Matching on a date (C.2.2.2.5). */
    DATE {
        @Override
        void add(Where where, String column, List<String> values) throws BadKeyException {
            String value = values.get(0);
            int dash = value.indexOf('-');
            if (dash < 0) {
                where.and(column + " = ?", date(value));
            } else {
                if (dash > 0) {
                    where.and(column + " >= ?", date(value.substring(0, dash)));
                } else {
                    // An absent date is in no range.
                    where.and(column + " > ?", LocalDate.of(1, 1, 1));
                }
                if (dash < value.length() - 1) {
                    where.and(column + " <= ?", date(value.substring(dash + 1)));
                }
            }
        }

        @Override
        String empty(String column) {
            return "(" + column + " = '0001-01-01' or " + column + " is null)";
        }
    },
    /** Range Matching on a time (C.2.2.2.5); a time without seconds is the whole minute. */
    TIME {
        @Override
        void add(Where where, String column, List<String> values) throws BadKeyException {
            String value = values.get(0);
            int dash = value.indexOf('-');
            String from = dash < 0 ? value : value.substring(0, dash);
            String to = dash < 0 ? value : value.substring(dash + 1);
            if (!from.isEmpty()) {
                where.and(column + " >= ?", time(from, "000000.000000"));
            }
            if (!to.isEmpty()) {
                where.and(column + " <= ?", time(to, "235959.999999"));
            }
        }

        @Override
        String empty(String column) { // midnight stands for an absent time as well
            return "(" + column + " = '00:00' and (s.attributes::jsonb -> '00080030' -> 'Value') is null)";
        }
    },
    /** An integer string. */
    NUMBER {
        @Override
        void add(Where where, String column, List<String> values) throws BadKeyException {
            try {
                where.and(column + " = ?", Integer.parseInt(values.get(0).strip()));
            } catch (NumberFormatException e) {
                throw new BadKeyException("not an integer: " + printable(values.get(0)));
            }
        }

        @Override
        String empty(String column) {
            return column + " is null";
        }
    },
    /** Any of a study's modalities. */
    MODALITIES {
        @Override
        void add(Where where, String column, List<String> values) {
            List<String> clean = values.stream().map(Folding::clean).toList();
            if (clean.stream().anyMatch(LikePattern::isWild)) {
                where.andExists(
                        "unnest(" + column + ") m",
                        new Where()
                                .andAnyOf(
                                        "m like any(?)",
                                        clean.stream().map(LikePattern::of).toList()));
            } else {
                where.andAnyOf(column + " && ?", clean);
            }
        }

        @Override
        String empty(String column) {
            return column + " = '{}'";
        }
    };

    /** Adds the condition; {@code values} has at least one value, and none that matches everything. */
    abstract void add(Where where, String column, List<String> values) throws BadKeyException;

    /** All of several values must be there (C.2.2.2.8): in a column of one value, each matches it. */
    void addEach(Where where, String column, List<String> values) throws BadKeyException {
        for (String value : values) {
            add(where, column, List.of(value));
        }
    }

    /** The condition that there is no value (C.2.2.2.7). */
    String empty(String column) {
        return "(" + column + " = '' or " + column + " is null)";
    }

    private static void like(Where where, String column, String key, UnaryOperator<String> normal) {
        String value = normal.apply(key);
        if (LikePattern.isWild(value)) {
            where.and(column + " like ?", LikePattern.of(value));
        } else {
            where.and(column + " = ?", value);
        }
    }

    static LocalDate date(String text) throws BadKeyException {
        String digits = text.strip().replace(".", "");
        try {
            if (digits.length() == 8) {
                return LocalDate.of(
                        Integer.parseInt(digits.substring(0, 4)),
                        Integer.parseInt(digits.substring(4, 6)),
                        Integer.parseInt(digits.substring(6)));
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw new BadKeyException("not a date of the form YYYYMMDD: " + printable(text));
        }
        throw new BadKeyException("not a date of the form YYYYMMDD: " + printable(text));
    }

    static LocalTime time(String text, String filling) throws BadKeyException {
        String digits = text.strip().replace(":", "");
        if (!digits.matches("\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?")) {
            throw new BadKeyException("not a time of the form HHMMSS: " + printable(text));
        }
        String full = digits + filling.substring(digits.length());
        try {
            return LocalTime.of(
                    Integer.parseInt(full.substring(0, 2)),
                    Integer.parseInt(full.substring(2, 4)),
                    Math.min(59, Integer.parseInt(full.substring(4, 6))),
                    Integer.parseInt(full.substring(7)) * 1000);
        } catch (DateTimeException e) {
            throw new BadKeyException("not a time of the form HHMMSS: " + printable(text));
        }
    }

    /** What a message may repeat of a key: nobody's name, and not much. */
    static String printable(String value) {
        String digits = value.replaceAll("[^0-9A-Za-z.:+-]", "?");
        return digits.length() > 40 ? digits.substring(0, 40) + "..." : digits;
    }
}

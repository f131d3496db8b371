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
    },
    /** An integer string. */
    NUMBER {
        @Override
        void add(Where where, String column, List<String> values) throws BadKeyException {
            try {
                where.and(column + " = ?", Integer.parseInt(values.get(0).strip()));
            } catch (NumberFormatException e) {
                throw new BadKeyException("not an integer: " + values.get(0));
            }
        }
    },
    /** Any of a study's modalities. */
    MODALITIES {
        @Override
        void add(Where where, String column, List<String> values) {
            where.and(column + " && ?", (Object) values.toArray(String[]::new));
        }
    };

    /** Adds the condition; {@code values} has at least one value, and none that matches everything. */
    abstract void add(Where where, String column, List<String> values) throws BadKeyException;

    private static void like(Where where, String column, String key, UnaryOperator<String> normal) {
        String value = normal.apply(key);
        if (value.indexOf('*') < 0 && value.indexOf('?') < 0) {
            where.and(column + " = ?", value);
            return;
        }
        String pattern = value.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%')
                .replace('?', '_');
        where.and(column + " like ?", pattern);
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
            throw new BadKeyException("not a date of the form YYYYMMDD: " + text);
        }
        throw new BadKeyException("not a date of the form YYYYMMDD: " + text);
    }

    static LocalTime time(String text, String filling) throws BadKeyException {
        String digits = text.strip().replace(":", "");
        if (!digits.matches("\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?")) {
            throw new BadKeyException("not a time of the form HHMMSS: " + text);
        }
        String full = digits + filling.substring(digits.length());
        try {
            return LocalTime.of(
                    Integer.parseInt(full.substring(0, 2)),
                    Integer.parseInt(full.substring(2, 4)),
                    Math.min(59, Integer.parseInt(full.substring(4, 6))),
                    Integer.parseInt(full.substring(7)) * 1000);
        } catch (DateTimeException e) {
            throw new BadKeyException("not a time of the form HHMMSS: " + text);
        }
    }
}

package org.voxrelay.query;

import java.util.Map;

/** One page of matches in their order, which ends in a key so that no page repeats a row. */
final class PageSql {
    private static final String NEWEST = " order by s.date desc, s.time desc, s.pk desc";
    private static final Map<Level, String> ORDER = Map.of(
            Level.STUDY, NEWEST,
            Level.SERIES, NEWEST + ", r.number, r.pk",
            Level.INSTANCE, NEWEST + ", r.number, r.pk, i.number, i.pk");

    private PageSql() {}

    /** One row more than the limit tells that there are more. */
    static String of(Query query, Where where) {
        String page = " limit " + (query.limit() + 1L) + " offset " + query.offset();
        if (query.level() != Level.STUDY) {
            return Rows.select(query.level()) + where.sql() + ORDER.get(query.level()) + page;
        }
        // The keys of the page first: only its own rows are read whole, and many searches end in an index.
        String keys = "select s.pk from study s" + where.sql() + NEWEST + page;
        if (where.isSelective()) {
            // Else the planner may walk all studies by date in the hope of a match: it takes the words for independent.
            keys = "with m as materialized (select s.date, s.time, s.pk from study s" + where.sql()
                    + ") select s.pk from m s" + NEWEST + page;
        }
        return Rows.select(Level.STUDY) + " join (" + keys + ") page on page.pk = s.pk" + NEWEST;
    }
}

package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes the patient, study and series rows of new series, once, however many senders bring their first instances at the same
 * time: all that a batch needs with a statement a table, which leaves alone what somebody else was faster with. New rows hold
 * the counts of their batch from the beginning: an update would write every entry of a dozen indexes a second time.
 */
final class SeriesRows {
    private static final int REMEMBERED = 10_000;
    private static final LocalDate NO_DATE = LocalDate.of(1, 1, 1);

    private final Map<String, SeriesKey> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SeriesKey> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final KeyColumns keyColumns;
    private final Duration settle;

    SeriesRows(KeyColumns keyColumns, Duration settle) {
        this.keyColumns = keyColumns;
        this.settle = settle;
    }

    /** Primary keys of a series and its study. */
    record SeriesKey(long seriesPk, long studyPk) {}

    /**
     * The rows of a batch's series.
     *
     * @param keys by Series Instance UID
     * @param newSeries UIDs of those that hold the counts of this batch already
     * @param newStudies UIDs of those that do
     */
    record Parents(Map<String, SeriesKey> keys, Set<String> newSeries, Set<String> newStudies) {
        /** Whether the row of its study was made with it. */
        boolean counts(IndexEntry entry) {
            return newStudies.contains(entry.study().uid().value())
                    && newSeries.contains(entry.series().uid().value());
        }
    }

    void forget() {
        known.clear();
    }

    /** What a transaction made is there for good. */
    void remember(Parents parents) {
        known.putAll(parents.keys());
    }

    /** Makes what is missing, in the transaction of the batch. */
    Parents of(Connection connection, Collection<IndexEntry> entries) throws SQLException {
        var keys = new HashMap<String, SeriesKey>();
        // In one order everywhere: two nodes that make the same rows do not wait for each other in a circle.
        var fresh = new TreeMap<String, List<IndexEntry>>();
        for (IndexEntry entry : entries) {
            String uid = entry.series().uid().value();
            SeriesKey key = known.get(uid);
            if (key == null) {
                fresh.computeIfAbsent(uid, u -> new ArrayList<>()).add(entry);
            } else {
                keys.put(uid, key);
            }
        }
        if (fresh.isEmpty()) {
            return new Parents(keys, Set.of(), Set.of());
        }
        Parents made = ensure(connection, fresh);
        made.keys().putAll(keys);
        return made;
    }

    private Parents ensure(Connection c, Map<String, List<IndexEntry>> fresh) throws SQLException {
        var found = find(c, fresh.keySet());
        Set<String> newSeries = Set.of();
        Set<String> newStudies = Set.of();
        if (found.size() < fresh.size()) {
            var missing = new ArrayList<List<IndexEntry>>();
            fresh.forEach((uid, series) -> {
                if (!found.containsKey(uid)) {
                    missing.add(series);
                }
            });
            insertPatients(c, missing);
            newStudies = insertStudies(c, missing);
            newSeries = insertSeries(c, missing);
            requireCounted(missing, newStudies, newSeries);
            // A new statement sees what a faster transaction committed (READ COMMITTED).
            found.putAll(find(c, fresh.keySet()));
        }
        if (found.size() < fresh.size()) {
            throw new SQLException("a row vanished between insert and select", "40001");
        }
        return new Parents(found, newSeries, newStudies);
    }

    /** A new study counts all its series; one that somebody made elsewhere meanwhile is no longer missing the next time. */
    private static void requireCounted(List<List<IndexEntry>> missing, Set<String> studies, Set<String> series)
            throws SQLException {
        for (IndexEntry first : firsts(missing)) {
            if (studies.contains(first.study().uid().value())
                    && !series.contains(first.series().uid().value())) {
                throw new SQLException("a series was made in another study at the same time", "40001");
            }
        }
    }

    private static Map<String, SeriesKey> find(Connection c, Collection<String> uids) throws SQLException {
        var found = new HashMap<String, SeriesKey>();
        try (PreparedStatement select = c.prepareStatement("select uid, pk, study_pk from series where uid = any(?)")) {
            select.setArray(1, c.createArrayOf("text", uids.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), new SeriesKey(row.getLong(2), row.getLong(3)));
                }
            }
        }
        return found;
    }

    private static void insertPatients(Connection c, List<List<IndexEntry>> series) throws SQLException {
        var columns = new Columns(c, firsts(series));
        columns.add(entry -> entry.patient().pid());
        columns.add(entry -> entry.patient().issuer());
        columns.add(SeriesRows::loneStudy);
        columns.add(entry -> entry.patient().name());
        columns.add(entry -> entry.patient().nameFold());
        columns.add(SeriesRows::birth);
        columns.add(entry -> entry.patient().sex());
        columns.execute("insert into patient (pid, issuer, lone_study, name, name_fold, birth, sex)"
                + " select distinct on (1, 2, 3) a, b, c, d, e, f::date, g from unnest(%s) u (a, b, c, d, e, f, g)"
                + " order by 1, 2, 3 on conflict do nothing");
    }

    /** @return the UIDs of those that were not there */
    private Set<String> insertStudies(Connection c, List<List<IndexEntry>> series) throws SQLException {
        var studies = new TreeMap<String, NewStudy>();
        for (List<IndexEntry> one : series) {
            studies.computeIfAbsent(one.get(0).study().uid().value(), uid -> new NewStudy(one.get(0)))
                    .add(one);
        }
        var entries = studies.values().stream().map(study -> study.first).toList();
        var rows = new IdentityHashMap<IndexEntry, KeyColumns.Row>();
        entries.forEach(entry -> rows.put(entry, keyColumns.study(entry.study().attributes(), entry.metadata())));
        var columns = new Columns(c, entries);
        columns.add(entry -> entry.study().uid().value());
        columns.add(entry -> entry.patient().pid());
        columns.add(entry -> entry.patient().issuer());
        columns.add(SeriesRows::loneStudy);
        columns.add(entry -> entry.study().date().orElse(NO_DATE).toString());
        columns.add(entry -> entry.study().time().orElse(LocalTime.MIDNIGHT).toString());
        columns.add(entry -> entry.study().accession());
        columns.add(entry -> entry.study().studyId());
        columns.add(entry -> entry.study().descriptionFold());
        columns.add(entry -> entry.study().referrerFold());
        columns.add(entry -> entry.patient().nameFold());
        columns.add(SeriesRows::birth);
        columns.add(entry -> entry.patient().sex());
        columns.add(entry -> rows.get(entry).attributes());
        columns.add(entry -> rows.get(entry).keys());
        columns.add(entry -> String.join(" ", rows.get(entry).nameWords()));
        columns.add(entry -> String.join("\\", studies.get(entry.study().uid().value()).modalities));
        columns.add(entry -> Integer.toString(studies.get(entry.study().uid().value()).seriesCount));
        columns.add(entry -> Integer.toString(studies.get(entry.study().uid().value()).instanceCount));
        return columns.returning(
                "insert into study (uid, patient_pk, date, time, accession, study_id, descr_fold, ref_fold,"
                        + " name_fold, pid, issuer, birth, sex, attributes, keys, name_words, modalities, n_series, n_instances)"
                        + " select u.uid, patient.pk, d::date, t::time, acc, sid, descr, ref, fold, u.pid, u.issuer,"
                        + " b::date, u.sex, attr, u.keys::jsonb, string_to_array(words, ' '),"
                        + " string_to_array(mods, E'\\\\'), ns::int, ni::int"
                        + " from unnest(%s) u"
                        + " (uid, pid, issuer, lone, d, t, acc, sid, descr, ref, fold, b, sex, attr, keys, words, mods, ns, ni)"
                        + " join patient on patient.pid = u.pid and patient.issuer = u.issuer and lone_study = lone"
                        + " order by 1 on conflict do nothing returning uid");
    }

    /** @return the UIDs of those that were not there */
    private Set<String> insertSeries(Connection c, List<List<IndexEntry>> series) throws SQLException {
        var entries = firsts(series);
        var all = new IdentityHashMap<IndexEntry, List<IndexEntry>>();
        series.forEach(one -> all.put(one.get(0), one));
        var rows = new IdentityHashMap<IndexEntry, KeyColumns.Row>();
        entries.forEach(
                entry -> rows.put(entry, keyColumns.series(entry.series().attributes(), entry.metadata())));
        var columns = new Columns(c, entries);
        columns.add(entry -> entry.series().uid().value());
        columns.add(entry -> entry.study().uid().value());
        columns.add(entry -> entry.series().modality());
        columns.add(entry -> number(entry.series().number()));
        columns.add(entry -> entry.series().descriptionFold());
        columns.add(entry -> entry.series().bodyPart());
        columns.add(entry -> entry.series().station());
        columns.add(entry -> entry.series().callingAeTitle());
        columns.add(entry -> rows.get(entry).attributes());
        columns.add(entry -> rows.get(entry).keys());
        columns.add(entry -> Integer.toString(all.get(entry).size()));
        columns.add(entry -> settles(all.get(entry)) ? Long.toString(settle.toMillis()) : null);
        return columns.returning(
                "insert into series (uid, study_pk, modality, number, descr_fold, body_part, station, calling_aet,"
                        + " attributes, keys, n_instances, settle_at)"
                        + " select u.uid, study.pk, modality, n::int, descr, body, station, aet, attr, u.keys::jsonb,"
                        + " ni::int, clock_timestamp() + settle::bigint * interval '1 millisecond'"
                        + " from unnest(%s) u"
                        + " (uid, study_uid, modality, n, descr, body, station, aet, attr, keys, ni, settle)"
                        + " join study on study.uid = study_uid order by 1 on conflict do nothing returning uid");
    }

    /** Whether any of a series' instances makes it wait for the rules. */
    static boolean settles(List<IndexEntry> series) {
        return series.stream().anyMatch(entry -> entry.series().settles());
    }

    private static List<IndexEntry> firsts(List<List<IndexEntry>> series) {
        return series.stream().map(one -> one.get(0)).toList();
    }

    /** What this batch has of a study, if nobody had any before. */
    private static final class NewStudy {
        private final IndexEntry first;
        private final Set<String> modalities = new TreeSet<>();
        private int seriesCount;
        private int instanceCount;

        NewStudy(IndexEntry first) {
            this.first = first;
        }

        void add(List<IndexEntry> series) {
            String modality = series.get(0).series().modality();
            if (!modality.isEmpty()) {
                modalities.add(modality);
            }
            seriesCount++;
            instanceCount += series.size();
        }
    }

    /** A study without Patient ID belongs to a patient of its own. */
    private static String loneStudy(IndexEntry entry) {
        return entry.patient().pid().isEmpty() ? entry.study().uid().value() : "";
    }

    private static String birth(IndexEntry entry) {
        return entry.patient().birth().map(LocalDate::toString).orElse(null);
    }

    private static String number(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : null;
    }

    /** One array of texts a column. */
    private static final class Columns {
        private final Connection connection;
        private final List<IndexEntry> entries;
        private final List<Object[]> arrays = new ArrayList<>();

        Columns(Connection connection, List<IndexEntry> entries) {
            this.connection = connection;
            this.entries = entries;
        }

        void add(Function<IndexEntry, String> value) {
            arrays.add(entries.stream().map(value).toArray());
        }

        private PreparedStatement prepare(String sql) throws SQLException {
            String parameters = "?::text[]" + ", ?::text[]".repeat(arrays.size() - 1);
            PreparedStatement statement = connection.prepareStatement(String.format(sql, parameters));
            for (int i = 0; i < arrays.size(); i++) {
                statement.setArray(i + 1, connection.createArrayOf("text", arrays.get(i)));
            }
            return statement;
        }

        /** @param sql in which %s stands for the arrays */
        void execute(String sql) throws SQLException {
            try (PreparedStatement statement = prepare(sql)) {
                statement.executeUpdate();
            }
        }

        /** @return the first column of what the statement returns */
        Set<String> returning(String sql) throws SQLException {
            var texts = new HashSet<String>();
            try (PreparedStatement statement = prepare(sql);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        }
    }
}

package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.voxrelay.db.Database;

/**
 * Makes the patient, study and series rows of new series, once, however many senders bring their first instances at the same
 * time: all that a batch needs with a statement a table, which leaves alone what somebody else was faster with.
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

    SeriesRows(KeyColumns keyColumns) {
        this.keyColumns = keyColumns;
    }

    /** Primary keys of a series and its study. */
    record SeriesKey(long seriesPk, long studyPk) {}

    void forget() {
        known.clear();
    }

    /** Keys by Series Instance UID. */
    Map<String, SeriesKey> keysOf(Database database, Collection<IndexEntry> entries) {
        var keys = new HashMap<String, SeriesKey>();
        // In one order everywhere: two nodes that make the same rows do not wait for each other in a circle.
        var fresh = new TreeMap<String, IndexEntry>();
        for (IndexEntry entry : entries) {
            String uid = entry.series().uid().value();
            SeriesKey key = known.get(uid);
            if (key == null) {
                fresh.putIfAbsent(uid, entry);
            } else {
                keys.put(uid, key);
            }
        }
        if (!fresh.isEmpty()) {
            var found = database.write(connection -> ensure(connection, fresh));
            known.putAll(found);
            keys.putAll(found);
        }
        return keys;
    }

    private Map<String, SeriesKey> ensure(Connection c, Map<String, IndexEntry> fresh) throws SQLException {
        var found = find(c, fresh.keySet());
        if (found.size() < fresh.size()) {
            var missing = new ArrayList<IndexEntry>();
            fresh.forEach((uid, entry) -> {
                if (!found.containsKey(uid)) {
                    missing.add(entry);
                }
            });
            insertPatients(c, missing);
            insertStudies(c, missing);
            insertSeries(c, missing);
            // A new statement sees what a faster transaction committed (READ COMMITTED).
            found.putAll(find(c, fresh.keySet()));
        }
        if (found.size() < fresh.size()) {
            throw new SQLException("a row vanished between insert and select", "40001");
        }
        return found;
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

    private static void insertPatients(Connection c, List<IndexEntry> entries) throws SQLException {
        var columns = new Columns(c, entries);
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

    private void insertStudies(Connection c, List<IndexEntry> entries) throws SQLException {
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
        columns.execute("insert into study (uid, patient_pk, date, time, accession, study_id, descr_fold, ref_fold,"
                + " name_fold, pid, issuer, birth, sex, attributes, keys, name_words)"
                + " select distinct on (1) u.uid, patient.pk, d::date, t::time, acc, sid, descr, ref, fold, u.pid, u.issuer,"
                + " b::date, u.sex, attr, u.keys::jsonb, string_to_array(words, ' ')"
                + " from unnest(%s) u (uid, pid, issuer, lone, d, t, acc, sid, descr, ref, fold, b, sex, attr, keys, words)"
                + " join patient on patient.pid = u.pid and patient.issuer = u.issuer and lone_study = lone"
                + " order by 1 on conflict do nothing");
    }

    private void insertSeries(Connection c, List<IndexEntry> entries) throws SQLException {
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
        columns.execute(
                "insert into series (uid, study_pk, modality, number, descr_fold, body_part, station, calling_aet,"
                        + " attributes, keys)"
                        + " select u.uid, study.pk, modality, n::int, descr, body, station, aet, attr, u.keys::jsonb"
                        + " from unnest(%s) u (uid, study_uid, modality, n, descr, body, station, aet, attr, keys)"
                        + " join study on study.uid = study_uid order by 1 on conflict do nothing");
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

        /** @param sql in which %s stands for the arrays */
        void execute(String sql) throws SQLException {
            String parameters = "?::text[]" + ", ?::text[]".repeat(arrays.size() - 1);
            try (PreparedStatement statement = connection.prepareStatement(String.format(sql, parameters))) {
                for (int i = 0; i < arrays.size(); i++) {
                    statement.setArray(i + 1, connection.createArrayOf("text", arrays.get(i)));
                }
                statement.executeUpdate();
            }
        }
    }
}

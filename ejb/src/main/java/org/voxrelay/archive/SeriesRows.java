package org.voxrelay.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.voxrelay.db.Database;

/**
 * Makes the patient, study and series rows of a new series, once, however many senders bring its first instance at the same
 * time: select, else insert unless somebody was faster, else select what that somebody inserted.
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

    /** Primary keys of a series and its study. */
    record SeriesKey(long seriesPk, long studyPk) {}

    void forget() {
        known.clear();
    }

    SeriesKey keyOf(Database database, IndexEntry entry) {
        return known.computeIfAbsent(
                entry.series().uid().value(), uid -> database.write(connection -> ensure(connection, entry)));
    }

    private static SeriesKey ensure(Connection c, IndexEntry entry) throws SQLException {
        String findSeries = "select pk, study_pk from series where uid = ?";
        try (PreparedStatement select = c.prepareStatement(findSeries)) {
            select.setString(1, entry.series().uid().value());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    return new SeriesKey(row.getLong(1), row.getLong(2));
                }
            }
        }
        long patientPk = ensurePatient(c, entry);
        long studyPk = ensureStudy(c, entry, patientPk);
        return new SeriesKey(ensureSeries(c, entry, studyPk), studyPk);
    }

    private static long ensurePatient(Connection c, IndexEntry entry) throws SQLException {
        var patient = entry.patient();
        String loneStudy = patient.pid().isEmpty() ? entry.study().uid().value() : "";
        return ensure(
                c,
                "select pk from patient where pid = ? and issuer = ? and lone_study = ?",
                "insert into patient (pid, issuer, lone_study, name, name_fold, birth, sex) values (?, ?, ?, ?, ?, ?, ?)",
                3,
                patient.pid(),
                patient.issuer(),
                loneStudy,
                patient.name(),
                patient.nameFold(),
                patient.birth().orElse(null),
                patient.sex());
    }

    private static long ensureStudy(Connection c, IndexEntry entry, long patientPk) throws SQLException {
        var study = entry.study();
        var patient = entry.patient();
        return ensure(
                c,
                "select pk from study where uid = ?",
                "insert into study (uid, patient_pk, date, time, accession, study_id, descr_fold, ref_fold, name_fold, pid,"
                        + " issuer, birth, sex, attributes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                1,
                study.uid().value(),
                patientPk,
                study.date().orElse(NO_DATE),
                study.time().orElse(LocalTime.MIDNIGHT),
                study.accession(),
                study.studyId(),
                study.descriptionFold(),
                study.referrerFold(),
                patient.nameFold(),
                patient.pid(),
                patient.issuer(),
                patient.birth().orElse(null),
                patient.sex(),
                study.attributes());
    }

    private static long ensureSeries(Connection c, IndexEntry entry, long studyPk) throws SQLException {
        var series = entry.series();
        return ensure(
                c,
                "select pk from series where uid = ?",
                "insert into series (uid, study_pk, modality, number, descr_fold, body_part, station, calling_aet,"
                        + " attributes) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                1,
                series.uid().value(),
                studyPk,
                series.modality(),
                series.number().isPresent() ? series.number().getAsInt() : null,
                series.descriptionFold(),
                series.bodyPart(),
                series.station(),
                series.callingAeTitle(),
                series.attributes());
    }

    /** @param keys how many of the values, from the first, the select takes */
    private static long ensure(Connection c, String select, String insert, int keys, Object... values)
            throws SQLException {
        OptionalLong found = pk(c, select, keys, values);
        if (found.isEmpty()) {
            found = pk(c, insert + " on conflict do nothing returning pk", values.length, values);
        }
        if (found.isEmpty()) {
            // A new statement sees what the faster transaction committed (READ COMMITTED).
            found = pk(c, select, keys, values);
        }
        return found.orElseThrow(() -> new SQLException("row vanished between insert and select", "40001"));
    }

    private static OptionalLong pk(Connection c, String sql, int count, Object... values) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            for (int i = 0; i < count; i++) {
                if (values[i] == null) {
                    statement.setNull(i + 1, Types.OTHER);
                } else {
                    statement.setObject(i + 1, values[i]);
                }
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }
}

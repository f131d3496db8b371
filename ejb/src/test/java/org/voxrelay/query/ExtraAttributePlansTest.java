package org.voxrelay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.archive.ExtraAttributes;
import org.voxrelay.archive.Reindex;
import org.voxrelay.db.Database;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.testing.TestDatabase;

/** The database's own indexes of an administrator's attributes. */
class ExtraAttributePlansTest {
    private static final ExtraAttributes EXTRA = ExtraAttributes.parse(
            List.of("study:EthnicGroup", "study:AcquisitionDate", "study:PatientSize", "series:0019xx0C@A MAKER'S"));
    private static final String STUDIES = "insert into study (patient_pk, uid, date, pid, attributes, keys)"
            + " select (select pk from patient), '1.2.' || n, date '2020-01-01' + n % 1000, 'P', '{}',"
            + " jsonb_build_object('00102160', jsonb_build_array('GROUP \"' || n || '\\'),"
            + " '00080022', jsonb_build_array(to_char(date '1990-01-01' + n, 'YYYYMMDD'))) from generate_series(1, 4000) n";

    private Database database;

    @BeforeEach
    void fill() throws Exception {
        database = TestDatabase.create();
        database.write(c -> c.createStatement().executeUpdate("insert into patient (pid) values ('P')"));
        database.write(c -> c.createStatement().executeUpdate(STUDIES));
        database.write(c -> c.createStatement().executeUpdate("update reindex set wanted = ''"));
    }

    @ParameterizedTest
    @CsvSource({
        "EthnicGroup, *\"3711*, 1",
        "EthnicGroup, Group ?3711?, 1",
        "EthnicGroup, group*, 4000",
        "AcquisitionDate, 19950101-19950103, 3",
        "AcquisitionDate, 20001210-, 5"
    })
    void wildcardsAndRangesFindWhatTheyShould(String keyword, String value, int count) throws Exception {
        makeIndexes(EXTRA);
        assertThat(lines(keyword, value, "")).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource({"EthnicGroup, *3711*", "AcquisitionDate, 19950101-19950103"})
    void oneThatIsRareIsFoundByItsIndex(String keyword, String value) throws Exception {
        assertThat(String.join("\n", lines(keyword, value, "explain "))).doesNotContain("extra_study");
        makeIndexes(EXTRA);
        assertThat(String.join("\n", lines(keyword, value, "explain "))).contains("extra_study");
    }

    @Test
    void theyAreMadeOnceAndRemovedWhenNobodyWantsThem() throws Exception {
        makeIndexes(EXTRA);
        List<String> made = indexes();
        assertThat(made).hasSize(3); // a size is a number: neither wildcards nor ranges
        makeIndexes(EXTRA);
        assertThat(indexes()).isEqualTo(made);
        makeIndexes(ExtraAttributes.NONE);
        assertThat(indexes()).isEmpty();
    }

    @Test
    void oneThatWasNotFinishedIsMadeAnew() throws Exception {
        makeIndexes(EXTRA);
        List<String> made = indexes();
        assertThatThrownBy(() -> database.alone(c -> {
                    c.createStatement().execute("drop index " + made.get(0));
                    return c.createStatement()
                            .execute("create unique index concurrently " + made.get(0) + " on study (pid)");
                }))
                .isInstanceOf(DatabaseException.class);
        makeIndexes(EXTRA);
        assertThat(indexes()).isEqualTo(made);
        assertThat(strings("select count(*) from pg_index where not indisvalid"))
                .containsExactly("0");
    }

    /** Waits until the thread that makes them has ended, in which nothing follows. */
    private void makeIndexes(ExtraAttributes extra) throws Exception {
        var threads = new ArrayList<Thread>();
        try (var reindex = new Reindex(database, extra)) {
            reindex.start(work -> {
                threads.add(new Thread(work));
                return threads.get(0);
            });
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(reindex.isComplete()).isTrue();
        }
    }

    private List<String> indexes() {
        return strings("select indexname from pg_indexes where indexname like 'extra\\_%' order by 1");
    }

    private List<String> lines(String keyword, String value, String before) throws Exception {
        int tag = ElementDictionary.tagOf(keyword).orElseThrow();
        VR vr = ElementDictionary.vrOf(tag);
        var query = new Query(Level.STUDY, new Attributes().setString(tag, vr, value), Set.of(), false, 5000, 0);
        Where where = new QueryKeys(query, EXTRA).where();
        return database.read(c -> {
            try (PreparedStatement select = c.prepareStatement(before + PageSql.of(query, where))) {
                where.bind(c, select);
                return firstColumn(select);
            }
        });
    }

    private List<String> strings(String sql) {
        return database.read(c -> {
            try (PreparedStatement select = c.prepareStatement(sql)) {
                return firstColumn(select);
            }
        });
    }

    private static List<String> firstColumn(PreparedStatement select) throws SQLException {
        var found = new ArrayList<String>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }
}

package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.testing.TestArchive.cStore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.query.Level;
import org.voxrelay.query.Query;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

class ReindexTest {
    private static final String[] EXTRA = {
        "EthnicGroup", "series:SliceThickness", "ImageComments", "series:0019xx0C@VOXRELAY TEST"
    };
    private static final int SERIES = 450;

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void store() throws Exception {
        database = TestDatabase.create();
        try (var archive = TestArchive.start(folder.resolve("a"), database)) {
            for (int series = 1; series <= SERIES; series++) {
                archive.ingest.receive(cStore(image("1.2." + (series / 3), series)));
            }
            archive.indexer.awaitIndexed(Duration.ofSeconds(60));
        }
    }

    private static Attributes image(String study, int series) {
        return new Attributes()
                .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, "1.3." + series + ".1")
                .setString(Tag.SeriesInstanceUID, VR.UI, "1.3." + series)
                .setString(Tag.StudyInstanceUID, VR.UI, study)
                .setString(Tag.PatientName, VR.PN, "Doe^Jane")
                .setString(Tag.PatientID, VR.LO, study)
                .setString(Tag.EthnicGroup, VR.SH, "Group " + study)
                .setString(Tag.SliceThickness, VR.DS, series + ".50")
                .setString(Tag.ImageComments, VR.LT, "Comment " + series)
                .setString("VOXRELAY TEST", 0x0019000C, VR.LO, "own " + series);
    }

    @Test
    void whatWasStoredBeforeIsFoundByTheNewKeysAndReturnsThem() throws Exception {
        try (var archive = TestArchive.start(folder.resolve("b"), database, EXTRA);
                var reindex = new Reindex(database, archive.extra)) {
            assertThat(found(archive, Level.STUDY, Tag.EthnicGroup, "group 1.2.7"))
                    .isEmpty();

            reindex.start(Thread::new);
            await(reindex);

            assertThat(found(archive, Level.STUDY, Tag.EthnicGroup, "group 1.2.7"))
                    .extracting(match -> match.getString(Tag.EthnicGroup, ""))
                    .containsExactly("Group 1.2.7");
            assertThat(found(archive, Level.SERIES, Tag.SliceThickness, "17.5")).hasSize(1);
            assertThat(found(archive, Level.INSTANCE, Tag.ImageComments, "comment 449"))
                    .extracting(match -> match.getString(Tag.ImageComments, ""))
                    .containsExactly("Comment 449");
            assertThat(reindex.progress().done()).isEqualTo(SERIES);
            assertThat(reindex.progress().skipped()).isZero();
        }
    }

    @Test
    void aRestartGoesOnWhereItWas() throws Exception {
        var extra = ExtraAttributes.parse(List.of(EXTRA));
        var batch = new ReindexBatch(new KeyColumns(extra));
        try (var interrupted = new Reindex(database, extra)) {
            interrupted.start(task -> new Thread()); // plans, and dies at once
            assertThat(interrupted.isComplete()).isFalse();
            assertThat(database.write(batch::next)).isEqualTo(200);
        }
        try (var next = new Reindex(database, extra)) {
            next.start(task -> new Thread());
            assertThat(next.progress().done()).isEqualTo(200);
            assertThat(next.progress().series()).isEqualTo(SERIES);
        }
        try (var last = new Reindex(database, extra)) {
            var threads = new ArrayList<Thread>();
            last.start(task -> {
                threads.add(new Thread(task));
                return threads.get(0);
            });
            threads.get(0).join(60_000); // the indexes of the attributes follow
            assertThat(last.progress().done()).isEqualTo(SERIES);
        }
        try (var nothing = new Reindex(database, extra)) {
            nothing.start(task -> {
                throw new AssertionError("there is nothing to do");
            });
            assertThat(nothing.isComplete()).isTrue();
        }
    }

    @Test
    void arrivingAndBeingIndexedAnewGiveTheSame() throws Exception {
        String sql = "select string_agg(keys::text || attributes, ' ' order by uid) from series";
        try (var archive = TestArchive.start(folder.resolve("b"), database, EXTRA);
                var reindex = new Reindex(database, archive.extra)) {
            reindex.start(Thread::new);
            await(reindex);
        }
        Database fresh = TestDatabase.create();
        try (var archive = TestArchive.start(folder.resolve("c"), fresh, EXTRA)) {
            for (int series = 1; series <= SERIES; series++) {
                archive.ingest.receive(cStore(image("1.2." + (series / 3), series)));
            }
            archive.indexer.awaitIndexed(Duration.ofSeconds(60));
        }
        assertThat(text(database, sql)).isEqualTo(text(fresh, sql));
        String studies = sql.replace("series", "study").replace("|| attributes", "|| attributes || name_words::text");
        assertThat(text(database, studies)).isEqualTo(text(fresh, studies));
        String instances = "select string_agg(keys::text, ' ' order by uid) from instance";
        assertThat(text(database, instances)).isEqualTo(text(fresh, instances)).contains("COMMENT 449");
    }

    @Test
    void rowsOfAnOlderVersionGetTheirKeysAndWords() throws Exception {
        database.write(c -> c.createStatement().executeUpdate("update study set keys = null, name_words = null"));
        database.write(c -> c.createStatement().executeUpdate("update series set keys = null"));
        try (var reindex = new Reindex(database, ExtraAttributes.NONE)) {
            reindex.start(Thread::new);
            await(reindex);
        }
        String left = "select count(*) from study, series where study.keys is null or series.keys is null";
        assertThat(text(database, left)).isEqualTo("0");
        assertThat(text(database, "select name_words::text from study limit 1")).startsWith("{DOE,~");
    }

    @Test
    void aSeriesThatCannotBeReadIsSkippedAndCounted() throws Exception {
        database.write(c -> c.createStatement().executeUpdate("update series set attributes = '{' where pk = 5"));
        try (var reindex = new Reindex(database, ExtraAttributes.parse(List.of(EXTRA)))) {
            reindex.start(Thread::new);
            await(reindex);
            assertThat(reindex.progress().skipped()).isEqualTo(1);
            assertThat(reindex.progress().done()).isEqualTo(SERIES);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EthnicGroup, STUDY, 00102160",
        "00181030, SERIES, 00181030",
        "study:ProtocolName, STUDY, 00181030",
        "ImageComments, INSTANCE, 00204000",
        "0019xx0c@SIEMENS MR HEADER, INSTANCE, 0019xx0C@SIEMENS MR HEADER",
        "series:0019xx0C@SIEMENS MR HEADER, SERIES, 0019xx0C@SIEMENS MR HEADER"
    })
    void attributesAreOfTheLevelOfTheirNatureOrAsWritten(String text, IndexLevel level, String key) {
        var attribute = ExtraAttribute.parse(text);
        assertThat(attribute.level()).isEqualTo(level);
        assertThat(attribute.key()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nonsense",
                "PixelData",
                "0019100C",
                "0018xx0C@EVEN GROUP",
                "patient:PatientAge",
                "00020010",
                "001",
                "a b"
            })
    void whatCannotBeSearchedIsNamed(String text) {
        assertThatThrownBy(() -> ExtraAttribute.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VOXRELAY_EXTRA_ATTRIBUTES")
                .hasMessageContaining(text);
    }

    private static List<Attributes> found(TestArchive archive, Level level, int tag, String value) throws Exception {
        var keys = new Attributes().setString(tag, VR.UC, value);
        return archive.queries
                .find(new Query(level, keys, Set.of(), false, 10, 0))
                .matches();
    }

    private static void await(Reindex reindex) throws InterruptedException {
        for (int i = 0; i < 600 && !reindex.isComplete(); i++) {
            Thread.sleep(50);
        }
        assertThat(reindex.isComplete()).isTrue();
    }

    private static String text(Database database, String sql) {
        return database.read(c -> {
            try (var row = c.createStatement().executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}

package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

/** The database's process ends in the moment of a commit, of which the archive then does not know the end. */
class BrokenCommitTest {
    @TempDir
    Path folder;

    private Database database;
    private TestArchive archive;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        archive = TestArchive.start(folder, database);
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    @Test
    void instancesOfASopClassWhoseNumberWasNeverCommittedAreFound() throws Exception {
        breakFirstCommitOf("uid_entry");
        store("1.2.3.1");
        store("1.2.3.2");
        assertAllAreFound();
    }

    @Test
    void instancesWhoseRowsWereNeverCommittedAreFound() throws Exception {
        breakFirstCommitOf("instance");
        store("1.2.3.1");
        store("1.2.3.2");
        assertAllAreFound();
    }

    private void store(String uid) throws Exception {
        archive.ingest.receive(cStore(new Attributes()
                .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, uid)
                .setString(Tag.StudyInstanceUID, VR.UI, "1.2")
                .setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3")
                .setString(Tag.PatientID, VR.LO, "P1")));
    }

    private void assertAllAreFound() throws Exception {
        archive.indexer.awaitIndexed(Duration.ofSeconds(60));
        assertThat(numberOf("select last_value from breaks")).isGreaterThan(1);
        assertThat(numberOf("select count(*) from instance where uid like '1.2.3.%'"))
                .isEqualTo(2);
        assertThat(numberOf("select n_instances from series where uid = '1.2.3'"))
                .isEqualTo(2);
        Path rejected = folder.resolve("rejected");
        if (Files.exists(rejected)) {
            assertThat(rejected).isEmptyDirectory();
        }
    }

    /** A trigger that the commit runs ends its own process; a sequence counts also where nothing is committed. */
    private void breakFirstCommitOf(String table) {
        database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create sequence breaks");
                statement.execute("create function break_off() returns trigger language plpgsql as $$ begin"
                        + " if nextval('breaks') = 1 then"
                        + " perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10);"
                        + " end if; return null; end $$");
                statement.execute("create constraint trigger break_off after insert on " + table
                        + " deferrable initially deferred for each row execute function break_off()");
            }
            return null;
        });
    }

    private long numberOf(String sql) {
        return database.read(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}

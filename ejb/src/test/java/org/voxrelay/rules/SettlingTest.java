package org.voxrelay.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.testing.TestArchive.cStore;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.testing.TestArchive;

/** A series on which the rules, or who hears of it, fail. */
class SettlingTest {
    private static final String FAULTY = "1.2.1";
    private static final String SOUND = "1.2.2";

    @TempDir
    Path folder;

    private TestArchive archive;
    private ModelSteps steps;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        steps = new ModelSteps(
                new WorkItems(archive.database), new ModelRepository(folder.resolve("models")), Duration.ofMinutes(1));
        store(FAULTY);
        store(SOUND);
        archive.indexer.awaitIndexed(Duration.ofSeconds(60));
        archive.database.write(c -> c.createStatement()
                .executeUpdate("update series set settle_at = now() - interval '1 hour' where uid = '1.2.1.1'"));
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    @Test
    void ourOwnFaultWithOneSeriesLetsTheOthersSettle() {
        var settling = settling(study -> {
            throw new IllegalStateException("a fault of ours");
        });
        assertThatFaultyOneIsPutOff(settling);
    }

    @Test
    void aRowThatTheDatabaseRefusesLetsTheOthersSettle() {
        var settling = settling(study -> {
            throw new SQLException("a value too long", "22001");
        });
        assertThatFaultyOneIsPutOff(settling);
    }

    @Test
    void aDatabaseThatIsAwayPutsNothingOff() {
        var settling = settling(study -> {
            throw new SQLException("no space left", "53100");
        });
        assertThatThrownBy(settling::settleOne).hasMessageContaining("no space left");
        assertThat(due()).containsExactly("1.2.1.1", "1.2.2.1");
    }

    private void assertThatFaultyOneIsPutOff(Settling settling) {
        assertThat(settling.settleOne()).isTrue();
        assertThat(due()).containsExactly("1.2.2.1");
        assertThat(settling.settleOne()).isTrue();
        assertThat(due()).isEmpty();
        assertThat(settling.settleOne()).isFalse();
        assertThat(settling.isSettled(FAULTY)).isFalse();
        assertThat(settling.isSettled(SOUND)).isTrue();
    }

    private List<String> due() {
        return archive.database.read(c -> {
            var due = new ArrayList<String>();
            try (var statement = c.createStatement();
                    var row = statement.executeQuery(
                            "select uid from series where settle_at <= clock_timestamp() order by settle_at")) {
                while (row.next()) {
                    due.add(row.getString(1));
                }
            }
            return due;
        });
    }

    @FunctionalInterface
    private interface Fault {
        void on(String studyUid) throws SQLException;
    }

    private Settling settling(Fault fault) {
        return new Settling(
                archive.database,
                steps,
                (connection, study) -> {
                    if (study.equals(FAULTY)) {
                        fault.on(study);
                    }
                },
                () -> {});
    }

    private void store(String study) throws Exception {
        archive.ingest.receive(cStore(new Attributes()
                .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, study + ".1.1")
                .setString(Tag.StudyInstanceUID, VR.UI, study)
                .setString(Tag.SeriesInstanceUID, VR.UI, study + ".1")
                .setString(Tag.Modality, VR.CS, "CT")
                .setString(Tag.PatientID, VR.LO, "P1")));
    }
}

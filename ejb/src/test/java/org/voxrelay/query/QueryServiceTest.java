package org.voxrelay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.testing.TestArchive.cStore;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.testing.TestArchive;

class QueryServiceTest {
    @TempDir
    static Path folder;

    private static TestArchive archive;

    @BeforeAll
    static void store() throws Exception {
        archive = TestArchive.start(folder);
        study(1, "Müller^Anna", "P1", "20260101", "080000", "CT", "CT Thorax");
        study(2, "Muller^Bernd", "P2", "20260102", "090000", "CT", "CT Abdomen");
        study(3, "Schmidt^Clara", "P3", "20260102", "100000", "MR", "MR_100% Kopf");
        study(4, "Schmidt^Dora", "P4", "", "", "CT", "");
        study(5, "Meier^Eva", "", "20250101", "120000", "CR", "Thorax p.a.");
        study(6, "Meier^Eva", "", "20250102", "120000", "CR", "Thorax lat");
    }

    @AfterAll
    static void stop() throws Exception {
        archive.close();
    }

    private static void study(
            int number, String name, String id, String date, String time, String modality, String description)
            throws Exception {
        for (int series = 1; series <= 2; series++) {
            for (int instance = 1; instance <= 3; instance++) {
                var image = new Attributes()
                        .setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                        .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                        .setString(Tag.SOPInstanceUID, VR.UI, "1.2." + number + "." + series + "." + instance)
                        .setString(Tag.SeriesInstanceUID, VR.UI, "1.2." + number + "." + series)
                        .setString(Tag.StudyInstanceUID, VR.UI, "1.2." + number)
                        .setString(Tag.PatientName, VR.PN, name)
                        .setString(Tag.PatientID, VR.LO, id)
                        .setString(Tag.StudyDate, VR.DA, date)
                        .setString(Tag.StudyTime, VR.TM, time)
                        .setString(Tag.StudyDescription, VR.LO, description)
                        .setString(Tag.Modality, VR.CS, series == 1 ? modality : "SR")
                        .setString(Tag.SeriesNumber, VR.IS, Integer.toString(3 - series))
                        .setString(Tag.InstanceNumber, VR.IS, Integer.toString(4 - instance))
                        .setString(Tag.ImageComments, VR.LT, "comment " + instance);
                archive.ingest.receive(cStore(image));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PatientName, MULLER^ANNA, 1",
        "PatientName, Müller^Anna, 1",
        "PatientName, m?ller*, 2 1",
        "PatientName, *mid*, 3 4",
        "PatientName, *, 3 2 1 6 5 4",
        "PatientName, SCHMIDT, ''",
        "PatientID, P2, 2",
        "PatientID, P?, 3 2 1 4",
        "StudyDate, 20260102, 3 2",
        "StudyDate, 20260101-20260102, 3 2 1",
        "StudyDate, 20260102-, 3 2",
        "StudyDate, -20250102, 6 5",
        "StudyTime, 0800-0900, 2 1",
        "StudyDescription, ct*, 2 1",
        "StudyDescription, MR_100%*, 3",
        "StudyDescription, CT_Thorax, ''",
        "ModalitiesInStudy, MR, 3",
        "StudyInstanceUID, 1.2.4, 4"
    })
    void studiesAreMatched(String keyword, String value, String expected) throws Exception {
        assertThat(studies(key(keyword, value), 100, 0)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void keysAreCombined() throws Exception {
        var keys = key("PatientName", "*m*").setString(Tag.ModalitiesInStudy, VR.CS, "CT");
        assertThat(studies(keys, 100, 0)).isEqualTo("2 1 4");
    }

    @Test
    void aListOfUidsFindsEach() throws Exception {
        assertThat(studies(new Attributes().setString(Tag.StudyInstanceUID, VR.UI, "1.2.1", "1.2.3", "9.9"), 100, 0))
                .isEqualTo("3 1");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() throws Exception {
        assertThat(studies(new Attributes(), 4, 0)).isEqualTo("3 2 1 6");
        assertThat(studies(new Attributes(), 4, 4)).isEqualTo("5 4");
        assertThat(find(Level.STUDY, new Attributes(), 4, 0).truncated()).isTrue();
        assertThat(find(Level.STUDY, new Attributes(), 4, 4).truncated()).isFalse();
    }

    @Test
    void personsWithoutPatientIdAreNotMerged() {
        long persons = archive.database.read(c -> {
            try (var row = c.createStatement().executeQuery("select count(*) from patient where pid = ''")) {
                row.next();
                return row.getLong(1);
            }
        });
        assertThat(persons).isEqualTo(2);
    }

    @Test
    void aStudyTellsItsModalitiesAndCounts() throws Exception {
        var match = find(Level.STUDY, key("PatientID", "P1"), 10, 0).matches().get(0);

        assertThat(match.getStrings(Tag.ModalitiesInStudy)).containsExactly("CT", "SR");
        assertThat(match.getInt(Tag.NumberOfStudyRelatedSeries, 0)).isEqualTo(2);
        assertThat(match.getInt(Tag.NumberOfStudyRelatedInstances, 0)).isEqualTo(6);
        assertThat(match.getString(Tag.PatientName, "")).isEqualTo("Müller^Anna");
        assertThat(match.contains(Tag.StudyDescription)).isFalse();
    }

    @Test
    void whatIsAskedForIsIncluded() throws Exception {
        var query = new Query(Level.STUDY, key("PatientID", "P1"), Set.of(Tag.StudyDescription), false, 10, 0);
        assertThat(archive.queries.find(query).matches().get(0).getString(Tag.StudyDescription, ""))
                .isEqualTo("CT Thorax");
    }

    @Test
    void seriesAndInstancesComeByNumber() throws Exception {
        var keys = new Attributes().setString(Tag.StudyInstanceUID, VR.UI, "1.2.1");

        assertThat(find(Level.SERIES, keys, 10, 0).matches().stream().map(m -> m.getString(Tag.SeriesInstanceUID, "")))
                .containsExactly("1.2.1.2", "1.2.1.1");
        assertThat(find(Level.INSTANCE, keys, 4, 0).matches().stream().map(m -> m.getString(Tag.SOPInstanceUID, "")))
                .containsExactly("1.2.1.2.3", "1.2.1.2.2", "1.2.1.2.1", "1.2.1.1.3");
    }

    @Test
    void anInstancesFurtherAttributesAreFound() throws Exception {
        var keys = new Attributes().setString(Tag.SOPInstanceUID, VR.UI, "1.2.1.1.2");
        var query = new Query(Level.INSTANCE, keys, Set.of(Tag.ImageComments), false, 10, 0);
        assertThat(archive.queries.find(query).matches().get(0).getString(Tag.ImageComments, ""))
                .isEqualTo("comment 2");
    }

    @Test
    void aKeyThatCannotBeMatchedOnIsNamed() throws Exception {
        assertThat(find(Level.STUDY, key("ImageComments", "x"), 10, 0).unsupportedKeys())
                .isEqualTo(List.of(Tag.ImageComments));
    }

    @Test
    void aDateThatIsNoneIsAClearError() {
        assertThatThrownBy(() -> find(Level.STUDY, key("StudyDate", "yesterday"), 10, 0))
                .isInstanceOf(BadKeyException.class)
                .hasMessageContaining("YYYYMMDD");
    }

    private static Attributes key(String keyword, String value) {
        int tag = ElementDictionary.tagOf(keyword).orElseThrow();
        return new Attributes().setString(tag, VR.UC, value);
    }

    private static QueryResult find(Level level, Attributes keys, int limit, int offset) throws Exception {
        return archive.queries.find(new Query(level, keys, Set.of(), false, limit, offset));
    }

    private static String studies(Attributes keys, int limit, int offset) throws Exception {
        return String.join(
                " ",
                find(Level.STUDY, keys, limit, offset).matches().stream()
                        .map(m -> m.getString(Tag.StudyInstanceUID, "").substring("1.2.".length()))
                        .toList());
    }
}

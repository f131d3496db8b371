package org.voxrelay.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.config.UnknownNodes;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.FindOptions;
import org.voxrelay.dimse.OperationResult;
import org.voxrelay.dimse.Status;
import org.voxrelay.query.Level;
import org.voxrelay.query.MatchOptions;
import org.voxrelay.query.Search;
import org.voxrelay.testing.TestNode;

class FindScpTest {
    private static final String PATIENT_ROOT = UID.PatientRootQueryRetrieveInformationModelFind;
    private static final String STUDY_ROOT = UID.StudyRootQueryRetrieveInformationModelFind;

    @TempDir
    static Path folder;

    private static TestNode node;

    @BeforeAll
    static void store() throws Exception {
        node = TestNode.start(folder, UnknownNodes.RETRIEVE);
        study(1, "Müller^Anna", "P1", "20260101", "230000");
        study(2, "Muller^Bernd", "P2", "20260102", "010000");
        study(3, "100%_[a]*", "P3", "20260103", "120000");
        study(4, "Yamada^Tarou=山田^太郎=やまだ^たろう", "P2", "", "");
    }

    private static void study(int number, String name, String id, String date, String time) throws Exception {
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
                        .setString(Tag.Modality, VR.CS, "CT")
                        .setString(Tag.SeriesNumber, VR.IS, Integer.toString(series))
                        .setString(Tag.InstanceNumber, VR.IS, Integer.toString(instance))
                        .setString(Tag.SeriesDate, VR.DA, "2026020" + series)
                        .setString(Tag.ImageComments, VR.LT, "Größe " + instance);
                image.newItem(Tag.RequestAttributesSequence)
                        .setString(Tag.ScheduledProcedureStepID, VR.SH, "SPS" + series)
                        .setString(Tag.RequestedProcedureID, VR.SH, "RP" + number);
                node.archive.ingest.receive(cStore(image));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private record Found(OperationResult end, List<Attributes> matches) {
        List<String> values(int tag) {
            return matches.stream().map(match -> match.getString(tag, "")).toList();
        }
    }

    private static Found find(String model, FindOptions options, Attributes keys) throws IOException {
        var matches = new ArrayList<Attributes>();
        try (var association = node.request("SOMEBODY")
                .addService(model)
                .findOptions(model, options)
                .open()) {
            OperationResult end = association.find(model, keys, matches::add);
            return new Found(end, matches);
        }
    }

    private static Found relational(String model, Attributes keys) throws IOException {
        return find(model, new FindOptions(true, false, false, false, false), keys);
    }

    private static Attributes keys(String level, String... keywordsAndValues) {
        var keys = new Attributes()
                .setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                .setString(Tag.QueryRetrieveLevel, VR.CS, level);
        for (int i = 0; i < keywordsAndValues.length; i += 2) {
            int tag = ElementDictionary.tagOf(keywordsAndValues[i]).orElseThrow();
            if (keywordsAndValues[i + 1].isEmpty()) {
                keys.setNull(tag);
            } else {
                keys.setString(tag, keywordsAndValues[i + 1].split(",\\s*"));
            }
        }
        return keys;
    }

    @Test
    void patientsAreFoundOnceWithTheirCounts() throws IOException {
        var found = relational(
                PATIENT_ROOT, keys("PATIENT", "PatientID", "", "NumberOfPatientRelatedStudies", "", "PatientName", ""));
        assertThat(found.end().isSuccess()).isTrue();
        assertThat(found.values(Tag.PatientID)).containsExactlyInAnyOrder("P1", "P2", "P3");
        assertThat(found.values(Tag.NumberOfPatientRelatedStudies)).containsExactlyInAnyOrder("1", "2", "1");
    }

    @Test
    void anAnswerHasTheKeysAndWhereToFetchAndNothingElse() throws IOException {
        var match = find(
                        STUDY_ROOT,
                        FindOptions.NONE,
                        keys("STUDY", "StudyInstanceUID", "1.2.2", "StudyDescription", ""))
                .matches()
                .get(0);
        assertThat(match.tags())
                .containsExactlyInAnyOrder(
                        Tag.QueryRetrieveLevel,
                        Tag.RetrieveAETitle,
                        Tag.InstanceAvailability,
                        Tag.StudyInstanceUID,
                        Tag.StudyDescription);
        assertThat(match.getString(Tag.RetrieveAETitle)).contains(TestNode.TITLE);
        assertThat(match.containsValue(Tag.StudyDescription)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "PatientName, MULLER*, 1.2.1 1.2.2",
        "PatientName, müller^anna, 1.2.1",
        "PatientName, *山田*, 1.2.4",
        "PatientName, 100%_*, 1.2.3",
        "PatientName, ___%_[a]*, ''",
        "PatientName, *[a]*, 1.2.3",
        "PatientName, *%*, 1.2.3",
        "PatientID, P?, 1.2.1 1.2.2 1.2.3 1.2.4",
        "StudyDate, 20260101-20260102, 1.2.1 1.2.2",
        "StudyDate, -20260101, 1.2.1",
        "StudyTime, 1200-, 1.2.1 1.2.3",
        "ModalitiesInStudy, MR, ''"
    })
    void studiesAreMatched(String keyword, String value, String expected) throws IOException {
        var found = find(STUDY_ROOT, FindOptions.NONE, keys("STUDY", keyword, value, "StudyInstanceUID", ""));
        assertThat(String.join(" ", found.values(Tag.StudyInstanceUID))).isEqualTo(expected);
        assertThat(found.end().isSuccess()).isTrue();
    }

    @Test
    void namesMatchBySoundAndInAnyOrderWhereThatIsNegotiated() throws IOException {
        var keys = keys("STUDY", "PatientName", "Anna Miller", "StudyInstanceUID", "");
        var fuzzy = find(STUDY_ROOT, new FindOptions(false, false, true, false, false), keys);
        assertThat(fuzzy.values(Tag.StudyInstanceUID)).containsExactly("1.2.1");
        assertThat(find(STUDY_ROOT, FindOptions.NONE, keys).matches()).isEmpty();
    }

    @Test
    void dateAndTimeAreOneRangeWhereThatWasAgreed() throws IOException {
        var keys = keys("STUDY", "StudyDate", "20260101-20260102", "StudyTime", "2200-0200", "StudyInstanceUID", "");
        var combined = find(STUDY_ROOT, new FindOptions(false, true, false, false, false), keys);
        assertThat(combined.values(Tag.StudyInstanceUID)).containsExactly("1.2.1", "1.2.2");
        assertThat(find(STUDY_ROOT, FindOptions.NONE, keys).matches()).isEmpty();
    }

    @Test
    void aListOfUidsFindsEach() throws IOException {
        var found = find(STUDY_ROOT, FindOptions.NONE, keys("STUDY", "StudyInstanceUID", "1.2.1, 1.2.3, 1.2.99"));
        assertThat(found.values(Tag.StudyInstanceUID)).containsExactly("1.2.1", "1.2.3");
    }

    @Test
    void sequencesAreMatchedByTheirItems() throws IOException {
        var keys = keys("SERIES", "StudyInstanceUID", "1.2.1", "SeriesInstanceUID", "");
        keys.newItem(Tag.RequestAttributesSequence)
                .setString(Tag.ScheduledProcedureStepID, VR.SH, "SPS2")
                .setNull(Tag.RequestedProcedureID);
        var found = find(STUDY_ROOT, FindOptions.NONE, keys);
        assertThat(found.values(Tag.SeriesInstanceUID)).containsExactly("1.2.1.2");
        var item = found.matches().get(0).getItem(Tag.RequestAttributesSequence).orElseThrow();
        assertThat(item.getString(Tag.RequestedProcedureID)).contains("RP1");
    }

    @Test
    void whatNoColumnHoldsIsMatchedToo() throws IOException {
        var series = keys("SERIES", "StudyInstanceUID", "1.2.1", "SeriesInstanceUID", "", "SeriesDate", "20260202-");
        assertThat(find(STUDY_ROOT, FindOptions.NONE, series).values(Tag.SeriesInstanceUID))
                .containsExactly("1.2.1.2");
        var images = keys(
                "IMAGE",
                "StudyInstanceUID",
                "1.2.1",
                "SeriesInstanceUID",
                "1.2.1.1",
                "SOPInstanceUID",
                "",
                "ImageComments",
                "grosse 2");
        var found = find(STUDY_ROOT, FindOptions.NONE, images);
        assertThat(found.values(Tag.SOPInstanceUID)).containsExactly("1.2.1.1.2");
        assertThat(found.values(Tag.ImageComments)).containsExactly("Größe 2");
    }

    @Test
    void aKeyThatIsNotKeptIsTold() throws Exception {
        var known = keys("STUDY", "StudyInstanceUID", "1.2.1", "PatientName", "", "PatientComments", "");
        assertThat(supported(known)).isTrue();
        var unknown = keys("STUDY", "StudyInstanceUID", "1.2.1", "PatientReligiousPreference", "x");
        assertThat(supported(unknown)).isFalse();
        var match = find(STUDY_ROOT, FindOptions.NONE, unknown).matches().get(0);
        assertThat(match.contains(Tag.PatientReligiousPreference)).isTrue();
        assertThat(match.containsValue(Tag.PatientReligiousPreference)).isFalse();
    }

    private static boolean supported(Attributes keys) throws Exception {
        return node.archive
                .queries
                .search(new Search(Level.STUDY, keys, MatchOptions.BASIC))
                .allKeysSupported();
    }

    @Test
    void levelsAboveMustBeNamedUnlessRelationalQueriesWereAgreed() throws IOException {
        var keys = keys("IMAGE", "SOPInstanceUID", "", "InstanceNumber", "2");
        assertThat(find(STUDY_ROOT, FindOptions.NONE, keys).end().status()).isEqualTo(Status.DATA_SET_MISMATCH);
        assertThat(relational(STUDY_ROOT, keys).matches()).hasSize(8);
    }

    @Test
    void aLevelOfAnotherModelIsRefused() throws IOException {
        assertThat(find(STUDY_ROOT, FindOptions.NONE, keys("PATIENT", "PatientID", ""))
                        .end()
                        .status())
                .isEqualTo(Status.DATA_SET_MISMATCH);
        assertThat(find(STUDY_ROOT, FindOptions.NONE, keys("FRAME")).end().status())
                .isEqualTo(Status.DATA_SET_MISMATCH);
    }

    @Test
    void aDateThatIsNoneIsSaid() throws IOException {
        var end = find(STUDY_ROOT, FindOptions.NONE, keys("STUDY", "StudyDate", "20261340"))
                .end();
        assertThat(end.status()).isEqualTo(Status.UNABLE_TO_PROCESS);
        assertThat(end.errorComment()).contains("not a date");
    }

    @Test
    void theCharacterSetOfTheQueryIsUsedIfItCanSayTheAnswer() throws IOException {
        var keys = keys("STUDY", "StudyInstanceUID", "1.2.1, 1.2.4", "PatientName", "")
                .setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
        var found = find(STUDY_ROOT, FindOptions.NONE, keys);
        assertThat(found.values(Tag.SpecificCharacterSet)).containsExactly("ISO_IR 100", "ISO_IR 192");
        assertThat(found.values(Tag.PatientName)).containsExactly("Müller^Anna", "Yamada^Tarou=山田^太郎=やまだ^たろう");
    }

    @Test
    void aPeerThatHasEnoughGetsNoMore() throws IOException {
        var matches = new ArrayList<Attributes>();
        try (var association = node.request("SOMEBODY").addService(STUDY_ROOT).open()) {
            var end = association.find(STUDY_ROOT, keys("STUDY", "StudyInstanceUID", ""), match -> {
                matches.add(match);
                return false;
            });
            assertThat(end.status()).isIn(Status.CANCEL, Status.SUCCESS);
            assertThat(association.isOpen()).isTrue();
        }
        assertThat(matches).hasSize(1);
    }
}

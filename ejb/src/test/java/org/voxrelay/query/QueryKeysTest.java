package org.voxrelay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.query.KeyPath.keys;
import static org.voxrelay.testing.TestArchive.cStore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.testing.TestArchive;
import org.voxrelay.testing.TestDatabase;

/** Keys beyond the plain columns: sequences, names that sound alike, empty and multiple values (PS3.4 section C.2.2.2). */
class QueryKeysTest {
    private static final String CREATOR = "VOXRELAY TEST";
    private static final MatchOptions FUZZY = new MatchOptions(true, true, false, false);
    private static final MatchOptions EMPTY = new MatchOptions(false, false, true, false);
    private static final MatchOptions MULTIPLE = new MatchOptions(false, false, false, true);

    @TempDir
    static Path folder;

    private static TestArchive archive;

    @BeforeAll
    static void store() throws Exception {
        archive = TestArchive.start(
                folder,
                TestDatabase.create(),
                "ContrastBolusAgent",
                "series:AcquisitionProtocolName",
                "EthnicGroup",
                "series:0019xx0C@" + CREATOR);
        store(1, "Müller^Anna Maria", "1970", "STEP1", "REQ1", "Brain, Liver", "Iohexol");
        store(2, "MUELLER^ANNA", "", "STEP2", "REQ1", "", "Gadobutrol");
        store(3, "Schmidt^Jörg", "1980", "STEP1", "REQ2", "Liver", "");
        store(4, "Smith^Robert", "", "", "", "", "iohexol");
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() throws Exception {
        archive.close();
    }

    private static void store(
            int number, String name, String birth, String step, String request, String diagnoses, String agent)
            throws Exception {
        for (String modality : number % 2 == 1 ? new String[] {"CT", "PT"} : new String[] {"CT"}) {
            String series = "1.2." + number + (modality.equals("CT") ? ".1" : ".2");
            var image = new Attributes()
                    .setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                    .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                    .setString(Tag.SOPInstanceUID, VR.UI, series + ".1")
                    .setString(Tag.SeriesInstanceUID, VR.UI, series)
                    .setString(Tag.StudyInstanceUID, VR.UI, "1.2." + number)
                    .setString(Tag.PatientName, VR.PN, name)
                    .setString(Tag.PatientID, VR.LO, "P" + number)
                    .setString(Tag.PatientBirthDate, VR.DA, birth.isEmpty() ? "" : birth + "0203")
                    .setString(Tag.StudyDate, VR.DA, "2026010" + number)
                    .setString(Tag.StudyTime, VR.TM, number == 4 ? "" : "1" + number + "0000")
                    .setString(Tag.AccessionNumber, VR.SH, number == 2 ? "" : "A" + number)
                    .setString(Tag.AdmittingDiagnosesDescription, VR.LO, diagnoses.split(", "))
                    .setString(Tag.Modality, VR.CS, modality)
                    .setString(Tag.EthnicGroup, VR.SH, "Group " + number)
                    .setString(Tag.ContrastBolusAgent, VR.LO, agent)
                    .setString(Tag.PerformedProcedureStepStartDate, VR.DA, "2026020" + number)
                    .setString(Tag.PerformedProcedureStepStartTime, VR.TM, "1" + number + "30")
                    .setString(CREATOR, 0x0019000C, VR.LO, "private " + number);
            if (!step.isEmpty()) {
                Attributes scheduled = image.newItem(Tag.RequestAttributesSequence);
                scheduled
                        .setString(Tag.ScheduledProcedureStepID, VR.SH, step)
                        .setString(Tag.RequestedProcedureID, VR.SH, request)
                        .newItem(Tag.ScheduledProtocolCodeSequence)
                        .setString(Tag.CodeValue, VR.SH, "CODE" + number);
                image.ensureSequence(Tag.RequestAttributesSequence)
                        .add(new Attributes().setString(Tag.ScheduledProcedureStepID, VR.SH, "ALSO" + number));
            }
            archive.ingest.receive(cStore(image));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RequestAttributesSequence.ScheduledProcedureStepID=STEP1|3.1 3.2 1.1 1.2",
                "00400275.00400009=STEP1&Modality=CT|3.1 1.1",
                "RequestAttributesSequence.RequestedProcedureID=REQ1|2.1 1.1 1.2",
                "RequestAttributesSequence.ScheduledProcedureStepID=ALSO2|2.1",
                "RequestAttributesSequence.ScheduledProcedureStepID=also?|3.1 3.2 2.1 1.1 1.2",
                "RequestAttributesSequence.ScheduledProcedureStepID=STEP*|3.1 3.2 2.1 1.1 1.2",
                "RequestAttributesSequence.ScheduledProcedureStepID=*|4.1 3.1 3.2 2.1 1.1 1.2",
                // Both keys must meet in one item (PS3.4 section C.2.2.2.6).
                "00400275.00400009=STEP1&00400275.00401001=REQ1|1.1 1.2",
                "00400275.00400009=ALSO1&00400275.00401001=REQ1|",
                "00400275.00400009=A*1&00400275.00401001=REQ1|",
                "00400275.00400009=S*1&00400275.00401001=REQ*|3.1 3.2 1.1 1.2",
                "00400275.00400008.00080100=CODE3|3.1 3.2",
                "00400275.00400008.00080100=CODE*&00400275.00401001=REQ1|2.1 1.1 1.2",
                "PerformedProcedureStepStartDate=20260202|2.1",
                "PerformedProcedureStepStartDate=20260202-20260203|3.1 3.2 2.1",
                "PerformedProcedureStepStartDate=-20260201|1.1 1.2",
                "PerformedProcedureStepStartTime=1330|3.1 3.2",
                "PerformedProcedureStepStartTime=13-|4.1 3.1 3.2",
                "PerformedProcedureStepStartTime=-1130&Modality=PT|1.2",
                "ContrastBolusAgent=IOHEXOL|",
                "EthnicGroup=group 2|2.1",
                "00190010=VOXRELAY TEST&0019100C=Private 3|3.1 3.2",
                "00190077=VOXRELAY TEST&0019770C=private*&Modality=PT|3.2 1.2",
                "NumberOfSeriesRelatedInstances=1&Modality=PT|3.2 1.2"
            })
    void seriesAreMatched(String text, String expected) throws Exception {
        if (text.startsWith("ContrastBolusAgent")) { // of the instance
            assertThat(find(Level.SERIES, text, MatchOptions.BASIC).unsupportedKeys())
                    .containsExactly(Tag.ContrastBolusAgent);
        } else {
            assertThat(uids(Level.SERIES, text, MatchOptions.BASIC)).isEqualTo(expected == null ? "" : expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ContrastBolusAgent=IOHEXOL|4.1.1 1.1.1 1.2.1",
                "ContrastBolusAgent=*but*|2.1.1",
                "SOPInstanceUID=1.2.3.2.1&00400275.00400009=STEP1|3.2.1",
                "AvailableTransferSyntaxUID=1.2.840.10008.1.2.1&StudyInstanceUID=1.2.2|2.1.1"
            })
    void instancesAreMatched(String text, String expected) throws Exception {
        assertThat(uids(Level.INSTANCE, text, MatchOptions.BASIC)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PatientName=muller|2 1",
                "PatientName=Anna Müller|2 1",
                "PatientName=MILLER^ANNA|2 1",
                "PatientName=maria anna|1",
                "PatientName=schmitt|4 3",
                "PatientName=jorg|3",
                "PatientName=*mull*|1",
                "PatientName=*müller*|2 1",
                "PatientName=*Anna*|2 1",
                "PatientName=r*|4 3 2 1",
                "PatientName=rob*|4",
                "PatientName=m?ller*|1",
                "PatientName=nobody|",
                "PatientName=Jörg-Schmidt|3",
                "PatientName=*|4 3 2 1"
            })
    void namesMatchWithoutAccentsAndOrderAndBySound(String text, String expected) throws Exception {
        assertThat(uids(Level.STUDY, text, FUZZY)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "PatientBirthDate=\"\"|4 2",
                "AccessionNumber=\"\"|2",
                "StudyTime=\"\"|4",
                "AdmittingDiagnosesDescription=\"\"|4 2",
                "ModalitiesInStudy=\"\"|",
                "AccessionNumber=\"\"&PatientName=mue*|2",
                "AccessionNumber=A*|4 3 1"
            })
    void twoQuotationMarksMatchWhatHasNoValue(String text, String expected) throws Exception {
        assertThat(uids(Level.STUDY, text, EMPTY)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void anEmptyValueWithinASequenceAndAnEmptySequenceAreFound() throws Exception {
        assertThat(uids(Level.SERIES, "RequestAttributesSequence=\"\"", EMPTY)).isEqualTo("4.1");
        assertThat(uids(Level.SERIES, "00400275.00401001=\"\"&Modality=PT", EMPTY))
                .isEqualTo("3.2 1.2");
    }

    @Test
    void withoutTheOptionTwoQuotationMarksAreText() throws Exception {
        assertThat(uids(Level.STUDY, "AccessionNumber=\"\"", MatchOptions.BASIC))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ModalitiesInStudy=CT\\PT|3 1",
                "ModalitiesInStudy=CT|4 3 2 1",
                "AdmittingDiagnosesDescription=LIVER\\brain|1",
                "AdmittingDiagnosesDescription=liver|3 1"
            })
    void eachOfMultipleValuesMustBeThere(String text, String expected) throws Exception {
        assertThat(uids(Level.STUDY, text, MULTIPLE)).isEqualTo(expected);
    }

    @Test
    void aDateRangeAndATimeRangeAreOneRange() throws Exception {
        String text = "StudyDate=20260101-20260103&StudyTime=113000-115900";
        assertThat(uids(Level.STUDY, text, FUZZY)).isEqualTo("2");
        assertThat(uids(Level.STUDY, text, MatchOptions.BASIC)).isEmpty();
    }

    @Test
    void aModalityMayHaveWildcards() throws Exception {
        assertThat(uids(Level.STUDY, "ModalitiesInStudy=P?", MatchOptions.BASIC))
                .isEqualTo("3 1");
    }

    @Test
    void extraAttributesAreReturned() throws Exception {
        var keys = keys("00190010=" + CREATOR + "&0019100C=private 2");
        var match = archive.queries
                .find(new Query(Level.SERIES, keys, Set.of(Tag.EthnicGroup), false, 5, 0))
                .matches()
                .get(0);
        assertThat(match.getString(CREATOR, 0x0019000C)).contains("private 2");
        assertThat(match.getString(Tag.EthnicGroup)).contains("Group 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RequestAttributesSequence=STEP1|sequence",
                "PerformedProcedureStepStartDate=2026|YYYYMMDD",
                "PerformedProcedureStepStartTime=noon-|HHMMSS",
                "NumberOfStudyRelatedSeries=two|integer"
            })
    void aKeyThatCannotBeUnderstoodIsAClearError(String text, String message) {
        assertThatThrownBy(() -> find(Level.SERIES, text, MatchOptions.BASIC))
                .isInstanceOf(BadKeyException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPrivateKeyWithoutItsCreatorIsNotMatchedOn() throws Exception {
        assertThat(find(Level.SERIES, "0019100C=private 3", MatchOptions.BASIC).unsupportedKeys())
                .containsExactly(0x0019100C);
    }

    private static QueryResult find(Level level, String text, MatchOptions options) throws Exception {
        return archive.queries.find(new Query(level, keys(text), Set.of(), false, 100, 0, options));
    }

    private static String uids(Level level, String text, MatchOptions options) throws Exception {
        int tag = level == Level.STUDY
                ? Tag.StudyInstanceUID
                : level == Level.SERIES ? Tag.SeriesInstanceUID : Tag.SOPInstanceUID;
        var result = find(level, text, options);
        assertThat(result.unsupportedKeys()).isEmpty();
        return result.matches().stream()
                .map(match -> match.getString(tag, "").substring("1.2.".length()))
                .collect(Collectors.joining(" "));
    }
}

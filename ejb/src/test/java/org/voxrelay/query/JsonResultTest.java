package org.voxrelay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.testing.TestArchive.cStore;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.testing.TestArchive;

/** Text that is passed on says what the attributes say. */
class JsonResultTest {
    @TempDir
    static Path folder;

    private static TestArchive archive;

    @BeforeAll
    static void store() throws Exception {
        archive = TestArchive.start(folder);
        for (int i = 1; i <= 5; i++) {
            var image = new Attributes()
                    .setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                    .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                    .setString(Tag.SOPInstanceUID, VR.UI, "1.2." + i + ".1.1")
                    .setString(Tag.SeriesInstanceUID, VR.UI, "1.2." + i + ".1")
                    .setString(Tag.StudyInstanceUID, VR.UI, "1.2." + i)
                    .setString(Tag.PatientName, VR.PN, "Müller \"the\" {1}^Anna}=山田")
                    .setString(Tag.PatientID, VR.LO, "P\"}" + i)
                    .setString(Tag.StudyDescription, VR.LO, "étude, [1] " + i)
                    .setString(Tag.StudyDate, VR.DA, "2026010" + i)
                    .setString(Tag.Modality, VR.CS, i == 3 ? "" : "C\"T")
                    .setInt(Tag.Rows, VR.US, 512);
            image.newItem(Tag.RequestAttributesSequence).setString(Tag.ScheduledProcedureStepID, VR.SH, "{}\"]");
            image.newItem(Tag.ProcedureCodeSequence).setString(Tag.CodeMeaning, VR.LO, "}}");
            archive.ingest.receive(cStore(image));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        archive.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PATIENT")
    void textAndAttributesAreTheSame(Level level) throws Exception {
        for (boolean all : level == Level.INSTANCE ? new boolean[] {false} : new boolean[] {false, true}) {
            var query = new Query(level, new Attributes(), include(level), all, 3, 1);
            assertThat(archive.queries.canFindJson(query)).isTrue();
            JsonResult text = archive.queries.findJson(query, "http://here/");
            QueryResult expected = archive.queries.find(query);
            List<Attributes> found =
                    DicomJson.readArray(new ByteArrayInputStream(text.json().getBytes(StandardCharsets.UTF_8)));

            assertThat(text.truncated()).isEqualTo(expected.truncated()).isTrue();
            assertThat(found).hasSize(3);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).getString(Tag.RetrieveURL, "")).startsWith("http://here/studies/1.2.");
                assertThat(found.get(i).remove(Tag.RetrieveURL))
                        .isEqualTo(expected.matches().get(i));
            }
        }
    }

    private static Set<Integer> include(Level level) {
        return level == Level.INSTANCE
                ? Set.of()
                : Set.of(Tag.StudyDescription, Tag.ProcedureCodeSequence, Tag.Modality);
    }

    @Test
    void whatOnlyTheMetadataHoldIsNotPassedOn() {
        var query = new Query(Level.INSTANCE, new Attributes(), Set.of(Tag.ImageComments), false, 3, 0);
        assertThat(archive.queries.canFindJson(query)).isFalse();
    }

    @Test
    void nothingIsAnEmptyList() throws Exception {
        var keys = new Attributes().setString(Tag.PatientID, VR.LO, "nobody");
        assertThat(archive.queries
                        .findJson(new Query(Level.STUDY, keys, Set.of(), false, 3, 0), "")
                        .json())
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"00100010\":{\"vr\":\"PN\"", "{\"00100010\" : {}}", "{\"00100010\":{\"vr\":\"}\\\"}"})
    void whatThisServerDidNotWriteIsAFault(String json) {
        assertThatThrownBy(() -> StoredMembers.addTo(new TreeMap<>(), json)).isInstanceOf(IllegalStateException.class);
    }
}

package org.voxrelay.dicom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.TransferSyntax;

class DicomDirectoryTest {
    private static final int ITEM_HEADER = 8;

    /** Follows the offsets as a reader of media does, and not the order of the records. */
    @Test
    void theOffsetsLeadToEveryRecord() throws Exception {
        var directory = new DicomDirectory(new Uid("2.25.1"), "TEST");
        directory.add(instance("A", "1", "1.1", "1.1.1"), UID.RLELossless, "DICOM", "I1");
        directory.add(instance("A", "1", "1.1", "1.1.2"), UID.RLELossless, "DICOM", "I2");
        directory.add(instance("A", "2", "2.1", "2.1.1"), UID.ExplicitVRLittleEndian, "DICOM", "I3");
        directory.add(instance("Müller", "3", "3.1", "3.1.1"), UID.ExplicitVRLittleEndian, "DICOM", "I4");
        var bytes = new ByteArrayOutputStream();
        directory.write(bytes);

        Attributes read = new DicomInputStream(new ByteArrayInputStream(bytes.toByteArray())).readDataset();
        List<String> found = new ArrayList<>();
        long first = read.getLong(Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0);
        walk(bytes.toByteArray(), first, "", found);
        assertThat(found)
                .containsExactly(
                        "PATIENT A",
                        " STUDY 1",
                        "  SERIES 1.1",
                        "   IMAGE DICOM/I1",
                        "   IMAGE DICOM/I2",
                        " STUDY 2",
                        "  SERIES 2.1",
                        "   IMAGE DICOM/I3",
                        "PATIENT Müller",
                        " STUDY 3",
                        "  SERIES 3.1",
                        "   IMAGE DICOM/I4");
        long last = read.getLong(Tag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, 0);
        assertThat(record(bytes.toByteArray(), last).getString(Tag.PatientName)).contains("Müller");
    }

    private static void walk(byte[] file, long first, String indent, List<String> found) throws Exception {
        for (long at = first; at != 0; ) {
            Attributes record = record(file, at);
            String type = record.getString(Tag.DirectoryRecordType, "");
            String name = switch (type) {
                case "PATIENT" -> record.getString(Tag.PatientName, "");
                case "STUDY" -> record.getString(Tag.StudyInstanceUID, "");
                case "SERIES" -> record.getString(Tag.SeriesInstanceUID, "");
                default -> String.join("/", record.getStrings(Tag.ReferencedFileID));
            };
            found.add(indent + type + " " + name);
            walk(file, record.getLong(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, 0), indent + " ", found);
            at = record.getLong(Tag.OffsetOfTheNextDirectoryRecord, 0);
        }
    }

    private static Attributes record(byte[] file, long at) throws Exception {
        ByteBuffer item = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position((int) at);
        assertThat(item.getShort() & 0xFFFF).isEqualTo(0xFFFE);
        assertThat(item.getShort() & 0xFFFF).isEqualTo(0xE000);
        var body = new ByteArrayInputStream(file, (int) at + ITEM_HEADER, item.getInt());
        return new DicomInputStream(body, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).readDataset();
    }

    @Test
    void aNameThatMediaCannotHoldIsRefused() {
        var directory = new DicomDirectory(new Uid("2.25.1"), "TEST");
        Attributes instance = instance("A", "1", "1.1", "1.1.1");
        for (String name : new String[] {"..", "i1", "TOOLONGNAME", "", "A.DCM"}) {
            assertThatThrownBy(() -> directory.add(instance, UID.RLELossless, "DICOM", name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "1.2.840.10008.5.1.4.1.1.2, IMAGE",
        "1.2.840.10008.5.1.4.1.1.66.4, IMAGE",
        "1.2.840.10008.5.1.4.1.1.88.33, SR DOCUMENT",
        "1.2.840.10008.5.1.4.1.1.88.67, SR DOCUMENT",
        "1.2.840.10008.5.1.4.1.1.88.59, KEY OBJECT DOC",
        "1.2.840.10008.5.1.4.1.1.11.1, PRESENTATION",
        "1.2.840.10008.5.1.4.1.1.9.1.1, WAVEFORM",
        "1.2.840.10008.5.1.4.1.1.104.1, ENCAP DOC",
        "1.2.840.10008.5.1.4.1.1.66, RAW DATA",
        "1.2.840.10008.5.1.4.1.1.66.1, REGISTRATION",
        "1.2.840.10008.5.1.4.1.1.4.2, SPECTROSCOPY",
        "1.2.840.10008.5.1.4.1.1.481.2, RT DOSE",
        "1.2.840.10008.5.1.4.1.1.481.3, RT STRUCTURE SET",
        "1.2.840.10008.5.1.4.1.1.481.5, RT PLAN",
        "1.2.3.4, IMAGE"
    })
    void theKindOfARecordIsThatOfItsClass(String sopClass, String expected) {
        assertThat(RecordType.of(sopClass).recordName()).isEqualTo(expected);
    }

    private static Attributes instance(String patient, String study, String series, String uid) {
        return new Attributes()
                .setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setString(Tag.SOPClassUID, UID.CTImageStorage)
                .setString(Tag.SOPInstanceUID, uid)
                .setString(Tag.PatientName, patient)
                .setString(Tag.PatientID, "ID " + patient)
                .setString(Tag.StudyInstanceUID, study)
                .setString(Tag.SeriesInstanceUID, series);
    }
}

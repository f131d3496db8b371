package org.voxrelay.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;

/**
 * Data sets made to harm: each ends in a DicomStreamException, with little memory and no deep stack. Classes 1, 2, 3 and 6 of the
 * hostile inputs.
 */
class HostileDataSetTest {
    private static final byte[] OPEN_SEQUENCE = new Bytes()
            .hex("4000 7502")
            .ascii("SQ")
            .hex("0000 FFFFFFFF")
            .hex("FEFF 00E0 FFFFFFFF")
            .toArray();

    @Test
    void sequencesNestedAHundredThousandTimesAreRefused() {
        refused(new Bytes().partTen(UID.ExplicitVRLittleEndian).repeat(100_000, OPEN_SEQUENCE), "nested deeper");
    }

    @Test
    void unknownSequencesNestedWithoutEndAreRefused() {
        byte[] open = new Bytes().hex("0900 0110 FFFFFFFF FEFF 00E0 FFFFFFFF").toArray();
        refused(new Bytes().partTen(UID.ImplicitVRLittleEndian).repeat(100_000, open), "nested deeper");
    }

    @Test
    void sixtyFourLevelsAreRead() throws IOException {
        byte[] close = new Bytes().hex("FEFF 0DE0 00000000 FEFF DDE0 00000000").toArray();
        Bytes bytes = new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .repeat(64, OPEN_SEQUENCE)
                .repeat(64, close);
        assertThat(read(bytes).getItems(0x00400275)).hasSize(1);
    }

    @Test
    void aLengthBeyondTheStreamCostsNoMemory() {
        refused(
                new Bytes()
                        .partTen(UID.ExplicitVRLittleEndian)
                        .hex("E07F 1000")
                        .ascii("OW")
                        .hex("0000 00000040")
                        .zeros(16), // 1 GiB declared
                "cut off");
        refused(
                new Bytes()
                        .partTen(UID.ExplicitVRLittleEndian)
                        .hex("E07F 1000")
                        .ascii("OW")
                        .hex("0000 FEFFFFFF")
                        .zeros(16),
                "longer than the limit");
    }

    @Test
    void aLengthBeyondTheStreamInTheFileMetaInformationIsRefused() {
        refused(
                new Bytes()
                        .zeros(128)
                        .ascii("DICM")
                        .hex("0200 0100")
                        .ascii("OB")
                        .hex("0000 FEFFFFFF")
                        .zeros(16),
                "longer than the limit");
    }

    @Test
    void aValueLongerThanItsItemIsRefused() {
        refused(
                new Bytes()
                        .partTen(UID.ExplicitVRLittleEndian)
                        .hex("4000 7502")
                        .ascii("SQ")
                        .hex("0000 12000000")
                        .hex("FEFF 00E0 0A000000")
                        .hex("0800 6000")
                        .ascii("CS")
                        .hex("2000")
                        .zeros(64),
                "longer than the item");
    }

    @Test
    void anItemLongerThanItsSequenceIsRefused() {
        refused(
                new Bytes()
                        .partTen(UID.ExplicitVRLittleEndian)
                        .hex("4000 7502")
                        .ascii("SQ")
                        .hex("0000 08000000")
                        .hex("FEFF 00E0 0A000000")
                        .element("0800 6000", "CS", "CT"),
                "longer than the sequence");
    }

    @Test
    void aSequenceThatEndsWithinAnItemIsRefused() {
        refused(
                new Bytes()
                        .partTen(UID.ExplicitVRLittleEndian)
                        .repeat(1, OPEN_SEQUENCE)
                        .hex("FEFF DDE0 00000000"),
                "within an item");
    }

    @Test
    void anItemOutsideASequenceIsRefused() {
        refused(
                new Bytes()
                        .partTen(UID.ExplicitVRLittleEndian)
                        .element("0800 6000", "CS", "CT")
                        .hex("FEFF 00E0 00000000"),
                "where no sequence is");
    }

    @Test
    void aStrayDelimiterIsPassed() throws IOException {
        Attributes dataset = read(new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .hex("FEFF 0DE0 00000000")
                .element("1000 2000", "LO", "id"));
        assertThat(dataset.tags()).containsExactly(Tag.PatientID);
    }

    @Test
    void somethingElseThanAFragmentIsRefused() {
        refused(
                new Bytes()
                        .partTen(UID.JPEGBaseline8Bit)
                        .hex("E07F 1000")
                        .ascii("OB")
                        .hex("0000 FFFFFFFF")
                        .hex("0800 6000 00000000"),
                "other than a fragment");
    }

    @Test
    void aVrThatIsNoneIsRefused() {
        refused(
                new Bytes()
                        .partTen(UID.ExplicitVRLittleEndian)
                        .element("0800 6000", "CS", "CT")
                        .hex("0800 7000 0102 0000"),
                "No value representation");
    }

    @Test
    void countlessEmptyAttributesAreRefused() {
        byte[] item = new Bytes().hex("FEFF 00E0 00000000").toArray();
        ReadLimits few = new ReadLimits(64, 1000, 1L << 30, 10_000, 300);
        Bytes bytes = new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .hex("4000 7502")
                .ascii("SQ")
                .hex("0000 FFFFFFFF")
                .repeat(20_000, item);
        assertThatThrownBy(() -> open(bytes.toArray()).setLimits(few).readDataset())
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("More than 10000");
    }

    @Test
    void theMemoryOfAWholeDataSetIsBounded() {
        byte[] value = new Bytes()
                .hex("0900 0110")
                .ascii("UN")
                .hex("0000 00100000")
                .zeros(4096)
                .toArray();
        ReadLimits small = new ReadLimits(64, 8192, 100_000, 10_000, 300);
        Bytes bytes = new Bytes().partTen(UID.ExplicitVRLittleEndian).repeat(100, value);
        assertThatThrownBy(() -> open(bytes.toArray()).setLimits(small).readDataset())
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("bytes of memory");
    }

    @Test
    void aDeflatedBombIsRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(new Bytes().partTen(UID.DeflatedExplicitVRLittleEndian).toArray());
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bomb, new Deflater(9, true))) {
            deflater.write(new Bytes()
                    .hex("E07F 1000")
                    .ascii("OB")
                    .hex("0000 00000006")
                    .toArray()); // 96 MiB
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 96; i++) {
                deflater.write(zeros);
            }
        }
        assertThatThrownBy(() -> open(bomb.toByteArray()).setBulkData(0).readDataset())
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("grows");
    }

    @Test
    void whatIsNotDeflatedOrIsCutOffIsRefused() throws IOException {
        refused(new Bytes().partTen(UID.DeflatedExplicitVRLittleEndian).hex("FFFFFFFFFFFFFFFF"), "not deflated");
        byte[] whole = sample(TransferSyntax.DEFLATED_LITTLE_ENDIAN);
        refused(new Bytes().repeat(1, Arrays.copyOf(whole, whole.length - 9)), "cut off");
    }

    @Test
    void aFileCutOffAnywhereEndsInAnExceptionOrAtAnAttribute() throws IOException {
        for (TransferSyntax syntax : new TransferSyntax[] {
            TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_BIG_ENDIAN,
            TransferSyntax.DEFLATED_LITTLE_ENDIAN
        }) {
            byte[] whole = sample(syntax);
            for (int length = 0; length < whole.length; length++) {
                endsCleanly(Arrays.copyOf(whole, length));
            }
        }
    }

    @Test
    void aFileWithRandomBytesInItEndsCleanly() throws IOException {
        Random random = new Random(7);
        byte[] whole = sample(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[132 + random.nextInt(bytes.length - 132)] = (byte) random.nextInt();
            }
            endsCleanly(bytes);
        }
    }

    private static void endsCleanly(byte[] bytes) throws IOException {
        ReadLimits small = new ReadLimits(64, 1 << 20, 4 << 20, 10_000, 300);
        try {
            Attributes dataset = open(bytes).setLimits(small).readDataset();
            for (int tag : dataset.tags()) {
                dataset.getStrings(tag);
                dataset.getDoubles(tag);
                dataset.getLongs(tag);
            }
        } catch (DicomStreamException expected) {
            assertThat(expected).hasMessageNotContaining("SECRET");
        }
    }

    private static byte[] sample(TransferSyntax syntax) throws IOException {
        Attributes dataset = new Attributes()
                .setString(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87")
                .setString(Tag.PatientName, "SECRET^NAME=山田")
                .setInt(Tag.Rows, 2)
                .setDouble(Tag.PixelSpacing, 0.5, 0.5)
                .setBytes(Tag.PixelData, VR.OW, new byte[40]);
        dataset.newItem(Tag.ReferencedSeriesSequence)
                .setString(Tag.SeriesInstanceUID, "1.2.3")
                .newItem(Tag.ReferencedSOPSequence)
                .setString(Tag.ReferencedSOPInstanceUID, "1.2.3.4");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DicomOutputStream dicom = new DicomOutputStream(out, syntax)) {
            dicom.writeFile(FileMetaInformation.of(new Uid("1.2"), new Uid("1.2.3"), syntax.uid()), dataset);
        }
        return out.toByteArray();
    }

    private static void refused(Bytes bytes, String message) {
        assertThatThrownBy(() -> open(bytes.toArray()).readDataset())
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining(message);
    }

    private static Attributes read(Bytes bytes) throws IOException {
        return open(bytes.toArray()).readDataset();
    }

    private static DicomInputStream open(byte[] bytes) throws IOException {
        return new DicomInputStream(new ByteArrayInputStream(bytes));
    }
}

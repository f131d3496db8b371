package org.voxrelay.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;

class DicomInputStreamTest {
    @Test
    void explicitLittleEndianIsRead() throws IOException {
        Attributes dataset = read(new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .element("0800 6000", "CS", "CT")
                .hex("2800 1000")
                .ascii("US")
                .hex("0200 0002") // Rows 512
                .hex("2800 3000")
                .ascii("DS")
                .hex("0600")
                .ascii("0.5\\1 "));
        assertThat(dataset.getString(Tag.Modality)).contains("CT");
        assertThat(dataset.getInt(Tag.Rows, 0)).isEqualTo(512);
        assertThat(dataset.getDoubles(Tag.PixelSpacing)).containsExactly(0.5, 1);
    }

    @Test
    void implicitLittleEndianTakesItsVrsFromTheDictionary() throws IOException {
        Attributes dataset = read(new Bytes()
                .partTen(UID.ImplicitVRLittleEndian)
                .hex("0800 6000 02000000")
                .ascii("CT")
                .hex("0900 1000 04000000")
                .ascii("MINE")
                .hex("0900 0110 02000000 FFFE")
                .hex("2800 0301 02000000 0100") // Pixel Representation: signed
                .hex("2800 0601 02000000 FEFF") // Smallest Image Pixel Value -2
                .hex("0260 1000 02000000 0700")); // Overlay Rows of group 6002
        assertThat(dataset.getVR(Tag.Modality)).contains(VR.CS);
        assertThat(dataset.getVR(0x00090010)).contains(VR.LO);
        assertThat(dataset.getVR(0x00091001)).contains(VR.UN);
        assertThat(dataset.getInt(Tag.SmallestImagePixelValue, 0)).isEqualTo(-2);
        assertThat(dataset.getInt(0x60020010, 0)).isEqualTo(7);
    }

    @Test
    void explicitBigEndianIsTurnedAround() throws IOException {
        Attributes dataset = read(new Bytes()
                .partTen(UID.ExplicitVRBigEndian)
                .hex("0008 0060")
                .ascii("CS")
                .hex("0002")
                .ascii("CT")
                .hex("0028 0010")
                .ascii("US")
                .hex("0002 0200")
                .hex("0028 0009")
                .ascii("AT")
                .hex("0004 0018 1063")
                .hex("7FE0 0010")
                .ascii("OW")
                .hex("0000 00000004 0102 0304"));
        assertThat(dataset.getInt(Tag.Rows, 0)).isEqualTo(512);
        assertThat(dataset.getInts(Tag.FrameIncrementPointer)).containsExactly(Tag.FrameTime);
        assertThat(dataset.getBytes(Tag.PixelData)).contains(new byte[] {2, 1, 4, 3});
    }

    @Test
    void sequencesAndItemsOfEitherLengthAreRead() throws IOException {
        byte[] item = new Bytes().element("0800 6000", "CS", "CT").toArray(); // 10 bytes
        Attributes dataset = read(new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .hex("4000 7502")
                .ascii("SQ")
                .hex("0000 12000000") // 18 bytes: item of 10
                .hex("FEFF 00E0 0A000000")
                .repeat(1, item)
                .hex("4000 6002")
                .ascii("SQ")
                .hex("0000 FFFFFFFF")
                .hex("FEFF 00E0 FFFFFFFF")
                .repeat(1, item)
                .hex("FEFF 0DE0 00000000")
                .hex("FEFF 00E0 0A000000")
                .repeat(1, item)
                .hex("FEFF DDE0 00000000")
                .element("4000 5302", "SH", "after "));
        assertThat(dataset.getItems(0x00400275)).hasSize(1);
        assertThat(dataset.getItems(0x00400260))
                .hasSize(2)
                .allMatch(i -> i.getString(Tag.Modality).isPresent());
        assertThat(dataset.getString(0x00400253)).contains("after");
    }

    /** PS3.5 section 6.2.2 note: UN of undefined length is a sequence in implicit VR little endian. */
    @Test
    void unknownOfUndefinedLengthIsASequence() throws IOException {
        Attributes dataset = read(new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .hex("0900 0110")
                .ascii("UN")
                .hex("0000 FFFFFFFF")
                .hex("FEFF 00E0 FFFFFFFF")
                .hex("0800 6000 02000000")
                .ascii("CT")
                .hex("FEFF 0DE0 00000000")
                .hex("FEFF DDE0 00000000")
                .element("1000 2000", "LO", "id"));
        assertThat(dataset.getItem(0x00091001).orElseThrow().getString(Tag.Modality))
                .contains("CT");
        assertThat(dataset.getString(Tag.PatientID)).contains("id");
    }

    @Test
    void aKnownAttributeSentAsUnknownGetsItsVrBack() throws IOException {
        Attributes dataset = read(new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .hex("2800 1000")
                .ascii("UN")
                .hex("0000 02000000 0002"));
        assertThat(dataset.getInt(Tag.Rows, 0)).isEqualTo(512);
    }

    @Test
    void encapsulatedPixelDataIsAnOffsetTableAndFragments() throws IOException {
        Attributes dataset = read(encapsulated());
        Fragments fragments = dataset.getFragments(Tag.PixelData).orElseThrow();
        assertThat(fragments.offsetTable()).isEqualTo(new byte[0]);
        assertThat(fragments.fragments()).containsExactly(new byte[] {1, 2}, new byte[] {3, 4, 5, 6});
    }

    private static Bytes encapsulated() {
        return new Bytes()
                .partTen(UID.JPEGBaseline8Bit)
                .hex("E07F 1000")
                .ascii("OB")
                .hex("0000 FFFFFFFF")
                .hex("FEFF 00E0 00000000")
                .hex("FEFF 00E0 02000000 0102")
                .hex("FEFF 00E0 04000000 03040506")
                .hex("FEFF DDE0 00000000");
    }

    @Test
    void bulkDataIsLeftAtItsOffsetInTheFile() throws IOException {
        Bytes bytes = new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .element("1000 1000", "PN", "A long enough name")
                .element("1000 2000", "LO", "id")
                .hex("E07F 1000")
                .ascii("OW")
                .hex("0000 04000000 01020304");
        try (DicomInputStream in = open(bytes).setBulkData(8)) {
            Attributes dataset = in.readDataset();
            int pixels = bytes.toArray().length - 4;
            assertThat(dataset.getString(Tag.PatientID)).contains("id");
            assertThat(dataset.getBulkData(Tag.PixelData)).contains(new BulkData(pixels, 4));
            assertThat(dataset.getBulkData(Tag.PatientName).orElseThrow().length())
                    .isEqualTo(18);
            assertThat(in.getPosition()).isEqualTo(pixels + 4);
        }
    }

    @Test
    void fragmentsAreLeftInTheFileToo() throws IOException {
        Bytes bytes = encapsulated();
        try (DicomInputStream in = open(bytes).setBulkData(1000)) {
            long end = bytes.toArray().length;
            assertThat(in.readDataset()
                            .getFragments(Tag.PixelData)
                            .orElseThrow()
                            .fragments())
                    .containsExactly(new BulkData(end - 8 - 4 - 8 - 2, 2), new BulkData(end - 8 - 4, 4));
        }
    }

    @Test
    void truncationOfASkippedValueIsNoticed() {
        byte[] whole = new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .hex("E07F 1000")
                .ascii("OW")
                .hex("0000 00000200")
                .zeros(0x20000 - 1)
                .toArray();
        assertThatThrownBy(() -> open(whole).setBulkData(0).readDataset())
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void readingStopsBeforePixelDataAndGoesOnFromThere() throws IOException {
        Bytes bytes = new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .element("1000 2000", "LO", "id")
                .hex("E07F 1000")
                .ascii("OW")
                .hex("0000 04000000 01020304")
                .hex("FCFF FCFF")
                .ascii("OB")
                .hex("0000 02000000 0000");
        try (DicomInputStream in = open(bytes)) {
            assertThat(in.readDatasetUntilPixelData().tags()).containsExactly(Tag.PatientID);
            assertThat(in.getPosition()).isEqualTo(bytes.toArray().length - 14 - 16);
            assertThat(in.readDataset().tags()).containsExactly(Tag.PixelData, Tag.DataSetTrailingPadding);
        }
    }

    @Test
    void aBareDataSetIsRecognised() throws IOException {
        assertThat(read(new Bytes().element("0800 6000", "CS", "CT")).getString(Tag.Modality))
                .contains("CT");
        assertThat(read(new Bytes().hex("0800 6000 02000000").ascii("CT")).getString(Tag.Modality))
                .contains("CT");
        assertThat(read(new Bytes().hex("0008 0060").ascii("CS").hex("0002").ascii("CT"))
                        .getString(Tag.Modality))
                .contains("CT");
    }

    @Test
    void aBareDataSetOfAGivenSyntaxIsRead() throws IOException {
        byte[] bytes = new Bytes().hex("0800 6000 02000000").ascii("CT").toArray();
        try (DicomInputStream in =
                new DicomInputStream(new ByteArrayInputStream(bytes), TransferSyntax.IMPLICIT_LITTLE_ENDIAN)) {
            assertThat(in.readDataset().getString(Tag.Modality)).contains("CT");
            assertThat(in.getFileMetaInformation().isEmpty()).isTrue();
        }
    }

    @Test
    void aDataSetInTheOtherVrThanDeclaredIsRead() throws IOException {
        assertThat(read(new Bytes()
                                .partTen(UID.ExplicitVRLittleEndian)
                                .hex("0800 6000 02000000")
                                .ascii("CT"))
                        .getString(Tag.Modality))
                .contains("CT");
        assertThat(read(new Bytes().partTen(UID.ImplicitVRLittleEndian).element("0800 6000", "CS", "CT"))
                        .getString(Tag.Modality))
                .contains("CT");
    }

    @Test
    void aCharacterSetThatComesLateHoldsForWhatCameBefore() throws IOException {
        Attributes dataset = read(new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .hex("1000 2000")
                .ascii("LO")
                .hex("0200 CDF5")
                .element("0800 0500", "CS", "GB18030 "));
        assertThat(dataset.getString(Tag.PatientID)).contains("王");
    }

    @Test
    void zerosBehindTheLastAttributeAreNoAttributes() throws IOException {
        for (String syntax : List.of(UID.ImplicitVRLittleEndian, UID.ExplicitVRLittleEndian)) {
            for (int zeros : new int[] {1, 3, 4, 8, 20_000}) {
                byte[] modality = syntax.equals(UID.ImplicitVRLittleEndian)
                        ? new Bytes().hex("0800 6000 02000000").ascii("CT").toArray()
                        : new Bytes().element("0800 6000", "CS", "CT").toArray();
                Bytes bytes = new Bytes().partTen(syntax).repeat(1, modality).zeros(zeros);
                assertThat(read(bytes)).isEqualTo(new Attributes().setString(Tag.Modality, "CT"));
            }
        }
        assertThatThrownBy(() -> read(new Bytes()
                        .partTen(UID.ExplicitVRLittleEndian)
                        .element("0800 6000", "CS", "CT")
                        .zeros(100)
                        .ascii("more")))
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("padding");
    }

    @Test
    void whatIsCalledASequenceAndHoldsNoItemsIsKeptAsBytes() throws IOException {
        Attributes dataset = read(new Bytes()
                .partTen(UID.ExplicitVRLittleEndian)
                .hex("4000 7502")
                .ascii("SQ")
                .hex("0000 04000000 01020304")
                .element("4000 9602", "LO", "xy"));
        assertThat(dataset.getVR(0x00400275)).contains(VR.UN);
        assertThat(dataset.getBytes(0x00400275)).contains(new byte[] {1, 2, 3, 4});
        assertThat(dataset.getString(0x00400296)).contains("xy");
    }

    @Test
    void theFileMetaInformationIsKeptApart() throws IOException {
        try (DicomInputStream in = open(new Bytes().partTen(UID.ExplicitVRLittleEndian))) {
            assertThat(in.getFileMetaInformation().getString(Tag.TransferSyntaxUID))
                    .contains(UID.ExplicitVRLittleEndian);
            assertThat(in.getTransferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            assertThat(in.readDataset().isEmpty()).isTrue();
        }
    }

    @Test
    void whatIsNotDicomIsRefusedWithASentence() {
        for (byte[] other : List.of(
                new byte[0],
                new byte[5],
                new byte[500],
                "Hello, this is a letter.".getBytes(StandardCharsets.US_ASCII))) {
            assertThatThrownBy(() -> new DicomInputStream(new ByteArrayInputStream(other)))
                    .isInstanceOf(DicomStreamException.class);
        }
    }

    private static Attributes read(Bytes bytes) throws IOException {
        try (DicomInputStream in = open(bytes)) {
            return in.readDataset();
        }
    }

    private static DicomInputStream open(Bytes bytes) throws IOException {
        return open(bytes.toArray());
    }

    private static DicomInputStream open(byte[] bytes) throws IOException {
        return new DicomInputStream(new ByteArrayInputStream(bytes));
    }
}

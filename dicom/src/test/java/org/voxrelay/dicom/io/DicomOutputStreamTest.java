package org.voxrelay.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;

class DicomOutputStreamTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void explicitLittleEndianIsWrittenAsTheStandardSays() throws IOException {
        new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .writeDataset(new Attributes()
                        .setString(Tag.SOPInstanceUID, "1.2.3")
                        .setString(Tag.PatientID, "odd")
                        .setInt(Tag.Rows, 512)
                        .setBytes(Tag.PixelData, VR.OB, new byte[] {1}));
        assertThat(out.toByteArray())
                .isEqualTo(new Bytes()
                        .element("0800 1800", "UI", "1.2.3\0")
                        .element("1000 2000", "LO", "odd ")
                        .hex("2800 1000")
                        .ascii("US")
                        .hex("0200 0002")
                        .hex("E07F 1000")
                        .ascii("OB")
                        .hex("0000 02000000 0100")
                        .toArray());
    }

    @Test
    void sequencesGetDelimitersOrLengths() throws IOException {
        Attributes dataset = new Attributes();
        dataset.newItem(0x00400275).setString(Tag.Modality, "CT");
        new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).writeDataset(dataset);
        assertThat(out.toByteArray())
                .isEqualTo(new Bytes()
                        .hex("4000 7502")
                        .ascii("SQ")
                        .hex("0000 FFFFFFFF FEFF 00E0 FFFFFFFF")
                        .element("0800 6000", "CS", "CT")
                        .hex("FEFF 0DE0 00000000 FEFF DDE0 00000000")
                        .toArray());
        out.reset();
        new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .setExplicitLengths(true)
                .writeDataset(dataset);
        assertThat(out.toByteArray())
                .isEqualTo(new Bytes()
                        .hex("4000 7502")
                        .ascii("SQ")
                        .hex("0000 12000000 FEFF 00E0 0A000000")
                        .element("0800 6000", "CS", "CT")
                        .toArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.ImplicitVRLittleEndian,
                UID.ExplicitVRLittleEndian,
                UID.ExplicitVRBigEndian,
                UID.DeflatedExplicitVRLittleEndian
            })
    void whatIsWrittenIsReadAgain(String syntax) throws IOException {
        Attributes dataset = sample();
        for (boolean explicitLengths : new boolean[] {false, true}) {
            out.reset();
            try (DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.of(syntax))) {
                dicom.setExplicitLengths(explicitLengths).writeFile(meta(syntax), dataset);
            }
            assertThat(out.size()).isEven();
            assertThat(read(out.toByteArray())).isEqualTo(dataset);
        }
    }

    private static Attributes sample() {
        Attributes dataset = new Attributes()
                .setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setString(Tag.PatientName, "Müller^Änne=山田")
                .setInt(Tag.Rows, 2)
                .setDouble(Tag.PixelSpacing, 0.5, 0.25)
                .setInt(Tag.FrameIncrementPointer, Tag.FrameTime)
                .setNull(Tag.ReferencedStudySequence)
                .setBytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        dataset.newItem(Tag.ReferencedSeriesSequence)
                .setString(Tag.SeriesDescription, "ß")
                .newItem(Tag.ReferencedSOPSequence)
                .setDouble(Tag.RecommendedDisplayFrameRateInFloat, VR.FL, 0.5);
        return dataset;
    }

    @Test
    void theFileMetaInformationIsCountedAndNamesTheSyntaxOfTheStream() throws IOException {
        new DicomOutputStream(out, TransferSyntax.IMPLICIT_LITTLE_ENDIAN)
                .writeFile(meta(UID.ExplicitVRLittleEndian), new Attributes().setString(Tag.Modality, "CT"));
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            Attributes meta = in.getFileMetaInformation();
            assertThat(meta.getString(Tag.TransferSyntaxUID)).contains(UID.ImplicitVRLittleEndian);
            assertThat(meta.getLong(Tag.FileMetaInformationGroupLength, 0)).isEqualTo(in.getPosition() - 132 - 12);
            assertThat(in.readDataset().getString(Tag.Modality)).contains("CT");
        }
    }

    @Test
    void fragmentsAreWrittenWithTheirOffsetTable() throws IOException {
        Fragments fragments = Fragments.of(List.of(new byte[4], new byte[] {1, 2}, new byte[] {3, 4}));
        Attributes dataset = new Attributes().setFragments(Tag.PixelData, VR.OB, fragments);
        new DicomOutputStream(out, TransferSyntax.of(UID.JPEGBaseline8Bit))
                .writeFile(meta(UID.JPEGBaseline8Bit), dataset);
        assertThat(read(out.toByteArray()).getFragments(Tag.PixelData)).contains(fragments);
    }

    @Test
    void pixelDataMayBeStreamedBehindTheDataSet() throws IOException {
        try (DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)) {
            dicom.writeFile(meta(UID.ExplicitVRLittleEndian), new Attributes().setInt(Tag.Rows, 1));
            dicom.writeElementHeader(Tag.PixelData, VR.OW, 4);
            dicom.write(new byte[] {1, 2, 3, 4});
        }
        assertThat(read(out.toByteArray()).getBytes(Tag.PixelData)).contains(new byte[] {1, 2, 3, 4});
    }

    @Test
    void bulkDataComesFromItsSource() throws IOException {
        byte[] file = {9, 9, 1, 2, 3, 9};
        Attributes dataset = new Attributes().setBulkData(Tag.PixelData, VR.OB, new BulkData(2, 3));
        new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .setBulkDataSource(
                        value -> new ByteArrayInputStream(Arrays.copyOfRange(file, (int) value.offset(), file.length)))
                .writeFile(meta(UID.ExplicitVRLittleEndian), dataset);
        assertThat(read(out.toByteArray()).getBytes(Tag.PixelData)).contains(new byte[] {1, 2, 3, 0});
    }

    @Test
    void bulkDataWithoutASourceIsAnError() {
        Attributes dataset = new Attributes().setBulkData(Tag.PixelData, VR.OB, new BulkData(2, 3));
        assertThatThrownBy(
                        () -> new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).writeDataset(dataset))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aValueTooLongForAShortHeaderIsWrittenAsUnknownAndReadBack() throws IOException {
        Attributes dataset = new Attributes().setDouble(Tag.SelectorFDValue, new double[10_000]);
        new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .writeFile(meta(UID.ExplicitVRLittleEndian), dataset);
        assertThat(read(out.toByteArray())).isEqualTo(dataset);
    }

    @Test
    void aGroupLengthIsCountedAnewAndLeftOutBeforeNothing() throws IOException {
        new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .writeDataset(new Attributes()
                        .setInt(0x00080000, VR.UL, 99)
                        .setString(Tag.Modality, "CT")
                        .setString(Tag.PatientID, "id")
                        .setInt(0x7FE00000, VR.UL, 99));
        assertThat(out.toByteArray())
                .isEqualTo(new Bytes()
                        .hex("0800 0000")
                        .ascii("UL")
                        .hex("0400 0A000000") // what follows in group 0008
                        .element("0800 6000", "CS", "CT")
                        .element("1000 2000", "LO", "id")
                        .toArray());
    }

    /** 10 bytes an attribute, 12 a group length, 8 an item header, 12 a sequence header. */
    @Test
    void lengthsInFrontCountGroupLengthsAndNestedSequences() throws IOException {
        Attributes dataset = new Attributes().setInt(0x00400000, VR.UL, 0);
        dataset.newItem(0x00400275)
                .setInt(0x00080000, VR.UL, 0)
                .setString(Tag.Modality, "CT")
                .newItem(Tag.ReferencedSOPSequence);
        new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .setExplicitLengths(true)
                .writeDataset(dataset);
        assertThat(out.toByteArray())
                .isEqualTo(new Bytes()
                        .hex("4000 0000")
                        .ascii("UL")
                        .hex("0400 3E000000") // 12 + 8 + 42
                        .hex("4000 7502")
                        .ascii("SQ")
                        .hex("0000 32000000 FEFF 00E0 2A000000") // 8 + 42; 12 + 10 + 12 + 8
                        .hex("0800 0000")
                        .ascii("UL")
                        .hex("0400 1E000000") // 10 + 12 + 8
                        .element("0800 6000", "CS", "CT")
                        .hex("0800 9911")
                        .ascii("SQ")
                        .hex("0000 08000000 FEFF 00E0 00000000")
                        .toArray());
    }

    @Test
    void aValueThatThirtyTwoBitsDoNotCountIsRefused() {
        Attributes dataset = new Attributes().setBulkData(Tag.PixelData, VR.OW, new BulkData(0, 5L << 30));
        assertThatThrownBy(
                        () -> new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).writeDataset(dataset))
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("5368709120");
    }

    @Test
    void anOddLengthOfAStreamedValueIsRefused() {
        assertThatThrownBy(() -> new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                        .writeElementHeader(Tag.PixelData, VR.OW, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Attributes meta(String syntax) {
        return FileMetaInformation.of(new Uid(UID.CTImageStorage), new Uid("1.2.3"), syntax);
    }

    private static Attributes read(byte[] bytes) throws IOException {
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(bytes))) {
            return in.readDataset();
        }
    }
}

package org.voxrelay.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomStreamException;

class DicomJsonTest {
    private final Attributes dataset = new Attributes();

    @Test
    void textIsAnArrayOfStringsAndEmptyValuesAreNull() throws IOException {
        dataset.setString(Tag.ImageType, "ORIGINAL", "", "AXIAL").setNull(Tag.PatientID);
        assertThat(json())
                .isEqualTo("{\"00080008\":{\"vr\":\"CS\",\"Value\":[\"ORIGINAL\",null,\"AXIAL\"]},"
                        + "\"00100020\":{\"vr\":\"LO\"}}");
    }

    @Test
    void aPersonNameIsAnObjectOfItsGroups() throws IOException {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setString(Tag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう");
        assertThat(json())
                .contains("\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Yamada^Tarou\","
                        + "\"Ideographic\":\"山田^太郎\",\"Phonetic\":\"やまだ^たろう\"}]}");
    }

    @Test
    void theCharacterSetOfTheJsonIsUtf8() throws IOException {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 100")
                .setBytes(Tag.PatientID, VR.LO, new byte[] {(byte) 0xE4});
        assertThat(json()).contains("[\"ISO_IR 192\"]").contains("[\"ä\"]");
    }

    @Test
    void numbersAreNumbersWithTheirDigits() throws IOException {
        dataset.setString(Tag.PixelSpacing, "0.50", "+1")
                .setInt(Tag.Rows, 512)
                .setString(Tag.SliceThickness, VR.DS, "junk")
                .setDouble(Tag.SelectorFDValue, 0.1, Double.NaN);
        assertThat(json())
                .contains("\"00280030\":{\"vr\":\"DS\",\"Value\":[0.50,1]}")
                .contains("\"00280010\":{\"vr\":\"US\",\"Value\":[512]}")
                .contains("\"00180050\":{\"vr\":\"DS\",\"Value\":[\"junk\"]}")
                .contains("\"00720074\":{\"vr\":\"FD\",\"Value\":[0.1,\"NaN\"]}");
    }

    @Test
    void sixtyFourBitsBeyondADoubleAreStrings() throws IOException {
        dataset.setString(Tag.SelectorUVValue, VR.UV, "18446744073709551615", "5");
        assertThat(json()).contains("[\"18446744073709551615\",5]");
    }

    @Test
    void tagsAreEightDigits() throws IOException {
        dataset.setInt(Tag.FrameIncrementPointer, Tag.FrameTime);
        assertThat(json()).contains("\"vr\":\"AT\",\"Value\":[\"00181063\"]");
    }

    @Test
    void bytesAreInlineUnlessAUriIsGiven() throws IOException {
        dataset.setBytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4});
        assertThat(json()).isEqualTo("{\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"AQIDBA==\"}}");
        assertThat(json((path, vr, value) -> Optional.of("/bulk/" + path)))
                .isEqualTo("{\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"/bulk/7FE00010\"}}");
    }

    @Test
    void thePathOfBulkDataNamesTheItems() throws IOException {
        dataset.newItem(Tag.WaveformSequence);
        dataset.newItem(Tag.WaveformSequence).setBulkData(Tag.WaveformData, VR.OW, new BulkData(0, 10));
        assertThat(json((path, vr, value) -> Optional.of(path))).contains("\"54000100/2/54001010\"");
    }

    @Test
    void groupLengthsAndFileMetaInformationAreLeftOut() throws IOException {
        dataset.setInt(0x00080000, VR.UL, 4)
                .setString(Tag.TransferSyntaxUID, "1.2.840.10008.1.2")
                .setString(Tag.Modality, "CT");
        assertThat(json()).isEqualTo("{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"CT\"]}}");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setString(Tag.ImageType, "A", "", "B")
                .setString(Tag.PatientName, "Müller=山", "B")
                .setDouble(Tag.PixelSpacing, 0.5, 1)
                .setDouble(Tag.SelectorFDValue, 0.1, Double.NaN, Double.NEGATIVE_INFINITY)
                .setString(Tag.SelectorUVValue, VR.UV, "18446744073709551615")
                .setString(Tag.SelectorSVValue, VR.SV, "-9223372036854775808")
                .setInt(Tag.FrameIncrementPointer, 0xFFFEE000)
                .setNull(Tag.PatientID)
                .setNull(Tag.ReferencedStudySequence)
                .setString("VOXRELAY", 0x00090001, VR.LO, "mine")
                .setBytes(Tag.PixelData, VR.OB, new byte[] {1, 2});
        dataset.newItem(Tag.ReferencedSeriesSequence)
                .setString(Tag.SeriesInstanceUID, "1.2")
                .newItem(Tag.ReferencedSOPSequence)
                .setString(Tag.PersonName, "C");
        dataset.newItem(Tag.ReferencedSeriesSequence);
        assertThat(read(json())).isEqualTo(dataset);
    }

    @Test
    void theOrderOfNamesIsFree() throws IOException {
        Attributes read = read("{\"00080060\":{\"Value\":[\"CT\"],\"vr\":\"CS\"},"
                + "\"00100010\":{\"Value\":[{\"Phonetic\":\"c\",\"Alphabetic\":\"a\"}],\"vr\":\"PN\"},"
                + "\"00400275\":{\"Value\":[{},{\"00080060\":{\"vr\":\"CS\"}}],\"vr\":\"SQ\"}}");
        assertThat(read.getString(Tag.Modality)).contains("CT");
        assertThat(read.getString(Tag.PatientName)).contains("a==c");
        assertThat(read.getItems(0x00400275)).hasSize(2);
    }

    @Test
    void numbersMayBeStringsAndTheVrMayBeMissing() throws IOException {
        Attributes read = read("{\"00280010\":{\"vr\":\"US\",\"Value\":[\"512\"]},"
                + "\"00280030\":{\"vr\":\"DS\",\"Value\":[0.5,\"1\"]},\"00080060\":{\"Value\":[\"CT\"]}}");
        assertThat(read.getInt(Tag.Rows, 0)).isEqualTo(512);
        assertThat(read.getDoubles(Tag.PixelSpacing)).containsExactly(0.5, 1);
        assertThat(read.getVR(Tag.Modality)).contains(VR.CS);
    }

    @Test
    void textBeyondAsciiMakesTheDataSetUtf8() throws IOException {
        Attributes read = read("{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"ä\"]}}");
        assertThat(read.getString(Tag.SpecificCharacterSet)).contains("ISO_IR 192");
        assertThat(read("{}").isEmpty()).isTrue();
    }

    @Test
    void anArrayHoldsManyDataSets() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomJson.writeArray(List.of(new Attributes().setInt(Tag.Rows, 1), new Attributes()), out, BulkDataUri.INLINE);
        assertThat(DicomJson.readArray(new ByteArrayInputStream(out.toByteArray())))
                .containsExactly(new Attributes().setInt(Tag.Rows, 1), new Attributes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "3",
                "{",
                "[{}",
                "[[{}]]",
                "{\"0008006\":{\"vr\":\"CS\"}}",
                "{\"Modality\":{\"vr\":\"CS\"}}",
                "{\"00080060\":\"CT\"}",
                "{\"00080060\":{\"vr\":\"ZZ\"}}",
                "{\"00080060\":{\"vr\":5}}",
                "{\"00080060\":{\"vr\":\"CS\",\"Value\":\"CT\"}}",
                "{\"00080060\":{\"vr\":\"CS\",\"Value\":[[\"CT\"]]}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[70000]}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[\"x\"]}}",
                "{\"00280030\":{\"vr\":\"DS\",\"InlineBinary\":\"AAAA\"}}",
                "{\"7FE00010\":{\"vr\":\"OB\",\"InlineBinary\":\"@@@@\"}}",
                "{\"7FE00010\":{\"vr\":\"OB\",\"Value\":[1]}}",
                "{\"00400275\":{\"vr\":\"SQ\",\"Value\":[\"x\"]}}",
                "{\"00400275\":{\"vr\":\"SQ\",\"Value\":[{},1]}}",
                "{\"00400275\":{\"vr\":\"LO\",\"Value\":[{}]}}",
                "{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":{}}]}}",
                "{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Other\":\"x\"}]}}"
            })
    void whatIsNoDicomJsonIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(DicomStreamException.class);
    }

    @Test
    void endlessNestingIsRefused() {
        String bomb = "{\"00400275\":{\"vr\":\"SQ\",\"Value\":[".repeat(100_000);
        assertThatThrownBy(() -> read(bomb)).isInstanceOf(DicomStreamException.class);
    }

    private String json() throws IOException {
        return json(BulkDataUri.INLINE);
    }

    private String json(BulkDataUri uri) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomJson.write(dataset, out, uri);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Attributes read(String json) throws IOException {
        return DicomJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}

package org.voxrelay.dicom.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.json.BulkDataUri;

class DicomXmlTest {
    private final Attributes dataset = new Attributes();

    @Test
    void aDocumentIsTheOneOfTheStandard() throws IOException {
        dataset.setString(Tag.ImageType, "ORIGINAL", "", "AXIAL").setNull(Tag.PatientID);
        assertThat(xml())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                        + "<NativeDicomModel xmlns=\"http://dicom.nema.org/PS3.19/models/NativeDICOM\""
                        + " xml:space=\"preserve\">"
                        + "<DicomAttribute tag=\"00080008\" vr=\"CS\" keyword=\"ImageType\">"
                        + "<Value number=\"1\">ORIGINAL</Value><Value number=\"2\"></Value>"
                        + "<Value number=\"3\">AXIAL</Value></DicomAttribute>"
                        + "<DicomAttribute tag=\"00100020\" vr=\"LO\" keyword=\"PatientID\"></DicomAttribute>"
                        + "</NativeDicomModel>");
    }

    @Test
    void aPersonNameIsPartedIntoComponents() throws IOException {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 192").setString(Tag.PatientName, "Yamada^Tarou=山田^太郎");
        assertThat(xml())
                .contains("<PersonName number=\"1\">"
                        + "<Alphabetic><FamilyName>Yamada</FamilyName><GivenName>Tarou</GivenName></Alphabetic>"
                        + "<Ideographic><FamilyName>山田</FamilyName><GivenName>太郎</GivenName></Ideographic>"
                        + "</PersonName>");
    }

    @Test
    void aPrivateElementNamesItsCreatorInsteadOfItsBlock() throws IOException {
        dataset.setString("VOXRELAY", 0x00090001, VR.LO, "mine");
        assertThat(xml())
                .contains("<DicomAttribute tag=\"00090001\" vr=\"LO\" privateCreator=\"VOXRELAY\">"
                        + "<Value number=\"1\">mine</Value>");
        assertThat(read("<NativeDicomModel><DicomAttribute tag=\"00090001\" vr=\"LO\" privateCreator=\"VOXRELAY\">"
                        + "<Value number=\"1\">mine</Value></DicomAttribute></NativeDicomModel>"))
                .isEqualTo(dataset);
    }

    @Test
    void bytesAreInlineUnlessAUriOrAUuidIsGiven() throws IOException {
        dataset.setBytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4});
        assertThat(xml()).contains("<InlineBinary>AQIDBA==</InlineBinary>");
        assertThat(xml((path, vr, value) -> Optional.of("/bulk/" + path)))
                .contains("<BulkData uri=\"/bulk/7FE00010\"/>");
        assertThat(xml((path, vr, value) -> Optional.of("urn:uuid:550e8400-e29b-41d4-a716-446655440000")))
                .contains("<BulkData uuid=\"550e8400-e29b-41d4-a716-446655440000\"/>");
    }

    @Test
    void bulkDataIsLookedUp() throws IOException {
        String xml = "<NativeDicomModel><DicomAttribute tag=\"7FE00010\" vr=\"OW\"><BulkData uri=\"u1\"/>"
                + "</DicomAttribute><DicomAttribute tag=\"56000020\" vr=\"OF\"><BulkData uuid=\"u2\"/>"
                + "</DicomAttribute></NativeDicomModel>";
        Attributes found = DicomXml.read(
                stream(xml),
                (vr, uri) -> Optional.of(vr == VR.OW ? new BulkData(7, 8) : uri.getBytes(StandardCharsets.US_ASCII)));
        assertThat(found.getBulkData(Tag.PixelData)).contains(new BulkData(7, 8));
        assertThat(found.getBytes(0x56000020)).contains("urn:uuid:u2".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(xml).containsValue(Tag.PixelData)).isFalse();
        assertThat(read(xml).contains(Tag.PixelData)).isTrue();
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        dataset.setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setString(Tag.ImageType, "A", "", "B")
                .setString(Tag.PatientName, "Müller^Jörg^^Dr.=山", "B")
                .setString(Tag.AdditionalPatientHistory, "one\r\ntwo\tthree <&>\"'")
                .setDouble(Tag.PixelSpacing, 0.5, 1)
                .setDouble(Tag.SelectorFDValue, 0.1, Double.NaN, Double.NEGATIVE_INFINITY)
                .setString(Tag.SelectorUVValue, VR.UV, "18446744073709551615")
                .setInt(Tag.FrameIncrementPointer, 0xFFFEE000)
                .setNull(Tag.PatientID)
                .setNull(Tag.ReferencedStudySequence)
                .setString("VOXRELAY", 0x00090001, VR.LO, "mine")
                .setString("ANOTHER", 0x00090001, VR.LO, "its")
                .setBytes(Tag.PixelData, VR.OB, new byte[] {1, 2});
        dataset.newItem(Tag.ReferencedSeriesSequence)
                .setString(Tag.SeriesInstanceUID, "1.2")
                .newItem(Tag.ReferencedSOPSequence)
                .setString(Tag.PersonName, "C");
        dataset.newItem(Tag.ReferencedSeriesSequence);
        assertThat(read(xml())).isEqualTo(dataset);
    }

    @Test
    void charactersThatXmlCannotHoldAreReplaced() throws IOException {
        dataset.setString(Tag.PatientID, "a\u001Bb\u0001\uFFFE");
        assertThat(read(xml()).getString(Tag.PatientID)).contains("a\uFFFDb\uFFFD\uFFFD");
    }

    @Test
    void fileMetaInformationGroupLengthsAndFragmentsInMemoryAreLeftOut() throws IOException {
        dataset.setInt(0x00080000, VR.UL, 4)
                .setString(Tag.TransferSyntaxUID, "1.2")
                .setFragments(Tag.PixelData, VR.OB, Fragments.ofFrames(Collections.singletonList(new byte[2])));
        assertThat(read(xml())).isEqualTo(new Attributes().setNull(Tag.PixelData, VR.OB));
    }

    @Test
    void commentsPrefixesAndLinesBetweenElementsAreUnderstood() throws IOException {
        Attributes read = read(
                "<?xml version=\"1.0\"?>\n<!-- c -->\n<d:NativeDicomModel xmlns:d=\"" + DicomXml.NAMESPACE
                        + "\">\n <d:DicomAttribute tag=\"00080060\" keyword=\"Modality\"> <!-- c -->\n"
                        + "<d:Value number=\"1\">C<![CDATA[T]]></d:Value>\n</d:DicomAttribute>\n</d:NativeDicomModel>\n");
        assertThat(read).isEqualTo(new Attributes().setString(Tag.Modality, "CT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<?xml version=\"1.0\" encoding=\"none\"?><NativeDicomModel/>",
                "<?xml version=\"1.0\" encoding=\"-\"?><NativeDicomModel/>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><NativeDicomModel/>",
                "<?xml version=\"1.0\" encoding=\"EBCDIC-CP-US\"?><NativeDicomModel/>",
                "<NativeDicomModel>",
                "<Other/>",
                "<NativeDicomModel><Other/></NativeDicomModel>",
                "<NativeDicomModel>text</NativeDicomModel>",
                "A<DicomAttribute/>",
                "A<DicomAttribute tag=\"0008006\" vr=\"CS\"/>",
                "A<DicomAttribute tag=\"00080060\" vr=\"ZZ\"/>",
                "A<DicomAttribute tag=\"00080060\" vr=\"CS\">CT</DicomAttribute>",
                "A<DicomAttribute tag=\"00080060\" vr=\"CS\"><Value>CT</Value></DicomAttribute>",
                "A<DicomAttribute tag=\"00080060\" vr=\"CS\"><Value number=\"0\">CT</Value></DicomAttribute>",
                "A<DicomAttribute tag=\"00080060\" vr=\"CS\"><Value number=\"2147483647\">CT</Value></DicomAttribute>",
                "A<DicomAttribute tag=\"00080060\" vr=\"CS\"><Value number=\"1\">&other;</Value></DicomAttribute>",
                "A<DicomAttribute tag=\"00080060\" vr=\"CS\"><Value number=\"1\"><b/></Value></DicomAttribute>",
                "A<DicomAttribute tag=\"00080060\" vr=\"CS\"><Item number=\"1\"/></DicomAttribute>",
                "A<DicomAttribute tag=\"00080060\" vr=\"CS\"><InlineBinary>AAAA</InlineBinary></DicomAttribute>",
                "A<DicomAttribute tag=\"7FE00010\" vr=\"OB\"><InlineBinary>A</InlineBinary></DicomAttribute>",
                "A<DicomAttribute tag=\"7FE00010\" vr=\"OB\"><Value number=\"1\">1</Value></DicomAttribute>",
                "A<DicomAttribute tag=\"7FE00010\" vr=\"OB\"><BulkData/></DicomAttribute>",
                "A<DicomAttribute tag=\"00280010\" vr=\"US\"><Value number=\"1\">70000</Value></DicomAttribute>",
                "A<DicomAttribute tag=\"00400275\" vr=\"SQ\"><Value number=\"1\">x</Value></DicomAttribute>",
                "A<DicomAttribute tag=\"00100010\" vr=\"PN\"><PersonName number=\"1\"><X/></PersonName></DicomAttribute>"
            })
    void whatIsNoNativeDicomModelIsRefused(String text) {
        String xml = text.startsWith("A<") ? "<NativeDicomModel>" + text.substring(1) + "</NativeDicomModel>" : text;
        assertThatThrownBy(() -> read(xml)).isInstanceOf(DicomStreamException.class);
    }

    @Test
    void nothingOutsideTheDocumentIsFetched(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "SECRET");
        String value = "<NativeDicomModel><DicomAttribute tag=\"00080060\" vr=\"CS\"><Value number=\"1\">&x;</Value>"
                + "</DicomAttribute></NativeDicomModel>";
        for (String doctype : new String[] {
            "<!DOCTYPE NativeDicomModel [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
            "<!DOCTYPE NativeDicomModel SYSTEM \"" + secret.toUri() + "\">",
            "<!DOCTYPE NativeDicomModel [<!ENTITY % p SYSTEM \"" + secret.toUri() + "\"> %p;]>",
            "<!DOCTYPE NativeDicomModel [<!ENTITY x \"text\">]>",
        }) {
            assertThatThrownBy(() -> read(doctype + value))
                    .isInstanceOf(DicomStreamException.class)
                    .hasMessageNotContaining("SECRET");
        }
    }

    @Test
    void entitiesThatMultiplyEachOtherAreRefused() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE n [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        assertThatThrownBy(() -> read(bomb + "]><NativeDicomModel>&a11;</NativeDicomModel>"))
                .isInstanceOf(DicomStreamException.class);
    }

    @Test
    void endlessNestingIsRefused() {
        String level = "<DicomAttribute tag=\"00400275\" vr=\"SQ\"><Item number=\"1\">";
        assertThatThrownBy(() -> read("<NativeDicomModel>" + level.repeat(100_000)))
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("nested deeper");
    }

    @Test
    void countlessItemsAreRefused() {
        String start = "<NativeDicomModel><DicomAttribute tag=\"00400275\" vr=\"SQ\">";
        byte[] items = "<Item number=\"1\"/>".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        InputStream endless = new SequenceInputStream(
                stream(start),
                new SequenceInputStream(Collections.enumeration(Collections.nCopies(300, items).stream()
                        .map(ByteArrayInputStream::new)
                        .toList())));
        assertThatThrownBy(() -> DicomXml.read(endless))
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("More than 2000000");
    }

    private String xml() throws IOException {
        return xml(BulkDataUri.INLINE);
    }

    private String xml(BulkDataUri uri) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomXml.write(dataset, out, uri);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Attributes read(String xml) throws IOException {
        return DicomXml.read(stream(xml));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}

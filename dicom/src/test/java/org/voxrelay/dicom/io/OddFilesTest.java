package org.voxrelay.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.SpecificCharacterSet;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.xml.DicomXml;

/** One case for each class of odd files that reaches the parser; the numbers are those of the list that they come from. */
class OddFilesTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("1: sequences nested 1 100 and more times are refused, and the thread goes on")
    void nesting() throws IOException {
        for (int levels : new int[] {65, 1_100, 100_000}) {
            refused(OddFiles.nestedSequences(levels), "nested deeper");
        }
        assertThat(read(OddFiles.good()).getString(Tag.Modality)).contains("CT");
    }

    @Test
    @DisplayName("2: a length beyond the file costs no memory, wherever it stands")
    void lengths() {
        refused(OddFiles.pixelDataOfLength("00000040"), "cut off");
        refused(OddFiles.pixelDataOfLength("FEFFFFFF"), "longer than the limit");
        refused(OddFiles.valueLongerThanTheFileInAnItem(), "longer than the limit");
    }

    @Test
    @DisplayName("3: a data set that grows a thousand times when it is inflated is refused on the way")
    void bombs() {
        byte[] bomb = OddFiles.deflatedZeros(128);
        assertThat(bomb).hasSizeLessThan(1 << 18);
        assertThatThrownBy(() -> open(bomb).setBulkData(0).readDataset())
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("grows by more than");
    }

    @Test
    @DisplayName("4: what is gzipped is no DICOM file, and is not inflated to find out")
    void gzip() {
        assertThatThrownBy(() -> open(OddFiles.gzipped())).isInstanceOf(DicomStreamException.class);
    }

    @Test
    @DisplayName(
            "5: File Meta Information without or with a wrong length, or with a VR that is none, is read by its groups")
    void metaInformation() throws IOException {
        for (byte[] file : List.of(
                OddFiles.metaWithoutLength("AE"), OddFiles.metaWithoutLength("ZZ"), OddFiles.metaLongerThanTheFile())) {
            assertThat(read(file).getString(Tag.Modality)).contains("CT");
            for (int length = 0; length < file.length; length++) {
                endsCleanly(Arrays.copyOf(file, length));
            }
        }
    }

    @Test
    @DisplayName("6: stray delimiters, wrong group lengths and late attributes are passed or kept")
    void delimiters() throws IOException {
        Attributes dataset = read(OddFiles.strayDelimiters());
        assertThat(dataset.getString(Tag.Modality)).contains("CT");
        assertThat(dataset.getString(0xFFFAFFFA)).contains("late");
        assertThat(read(written(dataset)).getString(0xFFFAFFFA)).contains("late");
    }

    @Test
    @DisplayName("7: a character set stays in its item; escapes without return, yen signs and padding do no harm")
    void characterSets() throws IOException {
        Attributes dataset = read(OddFiles.characterSetWithinAnItem());
        assertThat(dataset.getItems(0x00400275).get(0).getString(Tag.PatientID)).contains("Л");
        assertThat(dataset.getString(0x00410010)).contains("ä");
        Attributes text = new Attributes().setString(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87");
        text.setBytes(
                Tag.PatientName, VR.PN, new Bytes().hex("1B2442 3B33 5E41").toArray()); // no return to ASCII
        assertThat(text.getString(Tag.PatientName)).isPresent();
        assertThat(SpecificCharacterSet.of(List.of("ISO_IR 13")).encode("¥")).isEqualTo(new byte[] {'?'});
        Attributes utf8 = new Attributes().setString(Tag.SpecificCharacterSet, "ISO_IR 192");
        utf8.setBytes(Tag.PatientID, VR.LO, new Bytes().hex("E4B8AD E4B8 20").toArray()); // cut within a character
        assertThat(utf8.getString(Tag.PatientID)).get().asString().startsWith("中");
    }

    @Test
    @DisplayName("8: a program in the preamble is read over, and never written again")
    void preambles() throws IOException {
        for (String beginning : List.of("MZ", "\u007FELF", "II*\0", "#!/bin/sh\n")) {
            byte[] file = OddFiles.withPreamble(beginning);
            assertThat(read(file).getString(Tag.Modality)).contains("CT");
            assertThat(Arrays.copyOf(written(read(file)), 128)).containsOnly(0);
        }
    }

    @Test
    @DisplayName("9: Pixel Data of 3 GiB stays in its file")
    void longPixelData() throws IOException {
        Path file = folder.resolve("native.dcm");
        OddFiles.writeNative(file, 3 * GIB);
        Attributes dataset = readInPlace(file);
        BulkData pixels = dataset.getBulkData(Tag.PixelData).orElseThrow();
        assertThat(pixels.length()).isEqualTo(3 * GIB);
        assertThat(pixels.offset()).isLessThan(1000);
        assertThat(dataset.getString(0xFFFAFFFA)).contains("late");
        assertThat(writtenLength(dataset)).isGreaterThan(3 * GIB);
        assertThatThrownBy(() -> new DicomInputStream(Files.newInputStream(file)).readDataset())
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining("longer than the limit");
    }

    @Test
    @DisplayName("9: an instance of 6 GiB in two fragments is read in place and written again")
    void longInstances() throws IOException {
        Path file = folder.resolve("fragments.dcm");
        OddFiles.writeFragments(file, 2, 3 * GIB);
        Attributes dataset = readInPlace(file);
        Fragments fragments = dataset.getFragments(Tag.PixelData).orElseThrow();
        BulkData second = (BulkData) fragments.fragments().get(1);
        assertThat(second.length()).isEqualTo(3 * GIB);
        assertThat(second.offset()).isGreaterThan(3 * GIB);
        assertThat(writtenLength(dataset)).isGreaterThan(6 * GIB);
    }

    @Test
    @DisplayName("9: functional groups of 65 535 frames are read and written")
    void manyFrames() throws IOException {
        Attributes dataset = read(OddFiles.perFrameGroups(65_535));
        assertThat(dataset.getItems(Tag.PerFrameFunctionalGroupsSequence)).hasSize(65_535);
        assertThat(read(written(dataset))).isEqualTo(dataset);
    }

    @Test
    @DisplayName("14: offset tables that lie, and fragments that are none, are kept as they are")
    void offsetTables() throws IOException {
        String fragment = "FEFF 00E0 02000000 FFD8";
        for (String items : List.of(
                "", // not even a table
                "FEFF 00E0 00000000", // no fragment
                "FEFF 00E0 04000000 FFFFFFFF" + fragment, // beyond the end
                "FEFF 00E0 02000000 0000" + fragment, // half an offset
                "FEFF 00E0 08000000 00000000 00000000" + fragment, // two frames at one place
                "FEFF 00E0 00000000 FEFF 00E0 00000000" + fragment)) { // an empty fragment
            byte[] file = OddFiles.encapsulated(items);
            Attributes dataset = read(file);
            assertThat(dataset.getFragments(Tag.PixelData)).isPresent();
            assertThat(read(written(dataset, UID.JPEGBaseline8Bit))).isEqualTo(dataset);
        }
    }

    @Test
    @DisplayName("19: a UID that could be a path is none")
    void uids() {
        for (String text :
                List.of("", "../../etc/passwd", "/1.2", "1.2/3", "1.2\0", "1..2", "1.".repeat(32) + "1", "..")) {
            assertThatThrownBy(() -> new Uid(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("21: InlineBinary belongs to bytes only, and has a limit")
    void inlineBinary() {
        assertThatThrownBy(() -> json("{\"00280030\":{\"vr\":\"DS\",\"InlineBinary\":\"AAAA\"}}"))
                .isInstanceOf(DicomStreamException.class);
        assertThatThrownBy(() -> json("{\"00280030\":{\"InlineBinary\":\"AAAA\",\"vr\":\"DS\"}}"))
                .isInstanceOf(DicomStreamException.class);
        assertThatThrownBy(() -> json("{\"00280030\":{\"vr\":\"DS\",\"Value\":[\"1\"],\"InlineBinary\":\"AAAA\"}}"))
                .isInstanceOf(DicomStreamException.class);
        String huge = "A".repeat(90 << 20);
        assertThatThrownBy(() -> json("{\"7FE00010\":{\"vr\":\"OB\",\"InlineBinary\":\"" + huge + "\"}}"))
                .isInstanceOf(DicomStreamException.class);
        assertThatThrownBy(() -> xml("00280030", "DS", "AAAA")).isInstanceOf(DicomStreamException.class);
        assertThatThrownBy(() -> xml("7FE00010", "OB", huge)).isInstanceOf(DicomStreamException.class);
    }

    private static void xml(String tag, String vr, String binary) throws IOException {
        String text = "<NativeDicomModel><DicomAttribute tag=\"" + tag + "\" vr=\"" + vr + "\"><InlineBinary>" + binary
                + "</InlineBinary></DicomAttribute></NativeDicomModel>";
        DicomXml.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    @DisplayName("22: an XML document brings nothing in from outside")
    void externalEntities() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "SECRET");
        String xml = "<!DOCTYPE x [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><NativeDicomModel>"
                + "<DicomAttribute tag=\"00080060\" vr=\"CS\"><Value number=\"1\">&x;</Value></DicomAttribute>"
                + "</NativeDicomModel>";
        assertThatThrownBy(() -> DicomXml.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(DicomStreamException.class)
                .hasMessageNotContaining("SECRET");
    }

    private static void json(String text) throws IOException {
        DicomJson.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Attributes readInPlace(Path file) throws IOException {
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            return in.setBulkData(1024).readDataset();
        }
    }

    /** Bytes that nobody has to fetch. */
    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return length;
            }
        };
    }

    private static long writtenLength(Attributes dataset) throws IOException {
        long[] length = {0};
        OutputStream counter = new OutputStream() {
            @Override
            public void write(int b) {
                length[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                length[0] += count;
            }
        };
        DicomOutputStream out = new DicomOutputStream(counter, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        out.setBulkDataSource(value -> endless());
        out.writeDataset(dataset);
        return length[0];
    }

    private static byte[] written(Attributes dataset) throws IOException {
        return written(dataset, UID.ExplicitVRLittleEndian);
    }

    private static byte[] written(Attributes dataset, String syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.of(syntax))) {
            dicom.writeFile(FileMetaInformation.of(new Uid("1.2"), new Uid("1.2.3"), syntax), dataset);
        }
        return out.toByteArray();
    }

    private static void endsCleanly(byte[] bytes) throws IOException {
        try {
            read(bytes);
        } catch (DicomStreamException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    private static void refused(byte[] bytes, String message) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(DicomStreamException.class)
                .hasMessageContaining(message);
    }

    private static Attributes read(byte[] bytes) throws IOException {
        return open(bytes).readDataset();
    }

    private static DicomInputStream open(byte[] bytes) throws IOException {
        return new DicomInputStream(new ByteArrayInputStream(bytes));
    }
}

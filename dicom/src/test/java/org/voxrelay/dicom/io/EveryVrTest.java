package org.voxrelay.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;

/** An element of each VR by its bytes, in both byte orders: what it says, and that it is written as it was. */
class EveryVrTest {
    private static final int TAG = 0x00091001; // private: no dictionary has an opinion of it

    /** The value in little endian, in big endian, and as text. */
    private static Stream<Arguments> values() {
        return Stream.of(
                text(VR.AE, "STORE SCP ", "STORE SCP"),
                text(VR.AS, "042Y", "042Y"),
                binary(VR.AT, "1800 6310 2800 0900", "0018 1063 0028 0009", "00181063", "00280009"),
                text(VR.CS, "ORIGINAL\\\\AXIAL", "ORIGINAL", "", "AXIAL"),
                text(VR.DA, "20261124", "20261124"),
                text(VR.DS, " 0.5\\-1E3 ", "0.5", "-1E3"),
                text(VR.DT, "20261124103015.25+0100", "20261124103015.25+0100"),
                binary(VR.FD, "000000000000E03F 000000000000F0BF", "3FE0000000000000 BFF0000000000000", "0.5", "-1.0"),
                binary(VR.FL, "0000003F 0000C07F", "3F000000 7FC00000", "0.5", "NaN"),
                text(VR.IS, "+12\\-3", "+12", "-3"),
                text(VR.LO, " A \\B", "A", "B"),
                text(VR.LT, " A\\B\r\n ", " A\\B\r\n"),
                binary(VR.OB, "0102", "0102"),
                binary(VR.OD, "000000000000E03F", "3FE0000000000000", "0.5"),
                binary(VR.OF, "0000003F", "3F000000", "0.5"),
                binary(VR.OL, "FFFFFFFF", "FFFFFFFF", "4294967295"),
                binary(VR.OV, "FFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF", "18446744073709551615"),
                binary(VR.OW, "0102 FFFF", "0201 FFFF", "513", "65535"),
                text(VR.PN, "Doe^Jane\\Roe ", "Doe^Jane", "Roe"),
                text(VR.SH, "A\\B ", "A", "B"),
                binary(VR.SL, "FEFFFFFF 00000080", "FFFFFFFE 80000000", "-2", "-2147483648"),
                binary(VR.SS, "FEFF 0080", "FFFE 8000", "-2", "-32768"),
                text(VR.ST, " A\\B ", " A\\B"),
                binary(VR.SV, "FEFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFE", "-2"),
                text(VR.TM, "103015.25 ", "103015.25"),
                text(VR.UC, " A\\B ", " A", "B"),
                text(VR.UI, "1.2\\1.2.3\0", "1.2", "1.2.3"),
                binary(VR.UL, "0100FFFF", "FFFF0001", "4294901761"),
                binary(VR.UN, "0102", "0102"),
                text(VR.UR, "http://h/a\\b ", "http://h/a\\b"),
                binary(VR.US, "0002 FFFF", "0200 FFFF", "512", "65535"),
                text(VR.UT, " A\\B ", " A\\B"),
                binary(VR.UV, "00000000000000FF", "FF00000000000000", "18374686479671623680"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void aValueIsReadAndWrittenInBothByteOrders(VR vr, byte[] little, byte[] big, String[] strings) throws IOException {
        Attributes ofLittle = check(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, vr, little, strings);
        Attributes ofBig = check(TransferSyntax.EXPLICIT_BIG_ENDIAN, vr, big, strings);
        assertThat(ofBig).isEqualTo(ofLittle);
    }

    private static Attributes check(TransferSyntax syntax, VR vr, byte[] value, String[] strings) throws IOException {
        byte[] element = element(syntax, vr, value);
        Attributes dataset = new DicomInputStream(new ByteArrayInputStream(element), syntax).readDataset();
        assertThat(dataset.getVR(TAG)).contains(vr);
        boolean bytesOnly = vr == VR.OB || vr == VR.UN;
        assertThat(dataset.getStrings(TAG)).containsExactly(bytesOnly ? new String[0] : strings);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DicomOutputStream(out, syntax).writeDataset(dataset);
        assertThat(out.toByteArray()).isEqualTo(element);
        return dataset;
    }

    /** Tag, VR, then a length of 2 bytes, or 2 reserved bytes and a length of 4 (PS3.5 section 7.1.2). */
    private static byte[] element(TransferSyntax syntax, VR vr, byte[] value) {
        boolean big = syntax.bigEndian();
        String length = big ? "%04X".formatted(value.length) : "%02X00".formatted(value.length);
        String longLength = big ? "0000 0000" + length : "0000" + length + "0000";
        return new Bytes()
                .hex(big ? "0009 1001" : "0900 0110")
                .ascii(vr.code())
                .hex(vr.hasLongHeader() ? longLength : length)
                .repeat(1, value)
                .toArray();
    }

    @Test
    void noVrIsLeftOut() {
        Set<Object> tested = values().map(arguments -> arguments.get()[0]).collect(Collectors.toSet());
        assertThat(Arrays.stream(VR.values()).filter(vr -> vr != VR.SQ)).allMatch(tested::contains);
    }

    private static Arguments text(VR vr, String value, String... strings) {
        String padding = vr == VR.UI ? "\0" : " ";
        byte[] bytes = new Bytes()
                .ascii(value.length() % 2 == 0 ? value : value + padding)
                .toArray();
        return Arguments.of(vr, bytes, bytes, strings);
    }

    private static Arguments binary(VR vr, String little, String big, String... strings) {
        return Arguments.of(vr, parse(little), parse(big), strings);
    }

    private static byte[] parse(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}

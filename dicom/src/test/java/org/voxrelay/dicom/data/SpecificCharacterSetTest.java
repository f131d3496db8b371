package org.voxrelay.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecificCharacterSetTest {
    @ParameterizedTest
    @CsvSource({
        "ISO_IR 100, E4F6FC, äöü",
        "ISO_IR 101, E1F8, ář",
        "ISO_IR 109, E6, ĉ",
        "ISO_IR 110, E0, ā",
        "ISO_IR 144, BBEEDAE1, Люкс",
        "ISO_IR 127, C7, ا",
        "ISO_IR 126, C4E9, Δι",
        "ISO_IR 138, F9, ש",
        "ISO_IR 148, F0, ğ",
        "ISO_IR 203, A4, €",
        "ISO_IR 166, A1, ก",
        "ISO_IR 13, D4CFC0DEC0DBB3, ﾔﾏﾀﾞﾀﾛｳ",
        "ISO_IR 192, E4B8AD, 中",
        "GB18030, CDF5, 王",
        "GBK, CDF5, 王",
    })
    void textIsDecodedAndCodedAgain(String term, String bytes, String text) {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of(term));
        assertThat(decode(charset, bytes)).isEqualTo(text);
        assertThat(charset.encode(text)).isEqualTo(HexFormat.of().parseHex(bytes));
    }

    @Test
    void aBackslashOfJapaneseRomajiStillPartsValues() {
        assertThat(decode(SpecificCharacterSet.of(List.of("ISO_IR 13")), "415C42"))
                .isEqualTo("A\\B");
    }

    @Test
    void bytesAbove127OfTheDefaultRepertoireSurvive() {
        byte[] bytes = {'a', (byte) 0xE4, (byte) 0xFF};
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of());
        assertThat(charset.encode(charset.decode(VR.LO, bytes, 0, 3))).isEqualTo(bytes);
    }

    @Test
    void anUnknownTermIsTheDefaultRepertoire() {
        assertThat(SpecificCharacterSet.of(List.of("ISO_IR 999"))).isSameAs(SpecificCharacterSet.DEFAULT);
    }

    /** PS3.5 section H.3.1: Yamada^Tarou in romaji, kanji and kana. */
    @Test
    void japaneseSwitchesByEscapeSequences() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("", "ISO 2022 IR 87"));
        String bytes = "59616D6164615E5461726F753D"
                + "1B24423B3345441B28425E1B244242404F3A1B28423D"
                + "1B24422464245E24401B28425E1B2442243F246D24261B2842";
        String text = "Yamada^Tarou=山田^太郎=やまだ^たろう";
        assertThat(decode(charset, bytes)).isEqualTo(text);
        assertThat(charset.encode(text)).isEqualTo(HexFormat.of().parseHex(bytes));
    }

    /** PS3.5 section I.2: Hong^Gildong in romaji, hanja and hangul. */
    @Test
    void koreanSwitchesByEscapeSequences() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("", "ISO 2022 IR 149"));
        String bytes = "486F6E675E47696C646F6E673D1B242943FBF35E1B242943D1CED4D73D1B242943C8AB5E1B242943B1E6B5BF";
        String text = "Hong^Gildong=洪^吉洞=홍^길동";
        assertThat(decode(charset, bytes)).isEqualTo(text);
        assertThat(charset.encode(text)).isEqualTo(HexFormat.of().parseHex(bytes));
    }

    @Test
    void anEscapeSequenceThatNobodyKnowsOrThatIsCutOffDoesNoHarm() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("", "ISO 2022 IR 87"));
        assertThat(decode(charset, "411B2842421B")).isEqualTo("AB");
        assertThat(decode(charset, "411B7A42")).contains("A").contains("B");
        assertThat(decode(charset, "1B24423B")).hasSizeLessThan(3);
    }

    /** PS3.5 section H.3.2: the same with half-width katakana, and with JIS X 0201 to return to. */
    @Test
    void japaneseReturnsToRomajiWhereTheFirstSetIsKatakana() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("ISO 2022 IR 13", "ISO 2022 IR 87"));
        String bytes = "D4CFC0DE5EC0DBB33D"
                + "1B24423B3345441B284A5E1B244242404F3A1B284A3D"
                + "1B24422464245E24401B284A5E1B2442243F246D24261B284A";
        String text = "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう";
        assertThat(decode(charset, bytes)).isEqualTo(text);
        assertThat(charset.encode(text)).isEqualTo(HexFormat.of().parseHex(bytes));
    }

    /** PS3.5 section I.3: the set is switched on again at the beginning of the line, in front of ASCII. */
    @Test
    void koreanLinesSwitchAtTheirBeginning() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("", "ISO 2022 IR 149"));
        String on = "1B242943";
        String bytes = on + hex("The first line includes ") + "B1E6B5BF" + hex(".\r\n")
                + on + hex("The second line includes ") + "B1E6B5BF" + hex(", too.\r\n")
                + hex("The third line.");
        String text = "The first line includes 길동.\r\nThe second line includes 길동, too.\r\nThe third line.";
        assertThat(decode(charset, VR.LT, bytes)).isEqualTo(text);
        assertThat(charset.decode(VR.LT, charset.encode(text), 0, charset.encode(text).length))
                .isEqualTo(text);
    }

    /** PS3.5 sections J.1 and J.2: Wang^XiaoDong, in UTF-8 and in GB18030, which need no escape sequences. */
    @ParameterizedTest
    @CsvSource({
        "ISO_IR 192, E78E8B5EE5B08FE4B89C, E4B8ADE69687",
        "GB18030, CDF55ED0A1B6AB, D6D0CEC4",
        "GBK, CDF55ED0A1B6AB, D6D0CEC4",
    })
    void chineseStandsAloneInUnicodeAndInGb18030(String term, String name, String word) {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of(term));
        String bytes = hex("Wang^XiaoDong=") + name + hex("=");
        assertThat(decode(charset, bytes)).isEqualTo("Wang^XiaoDong=王^小东=");
        assertThat(charset.encode("Wang^XiaoDong=王^小东="))
                .isEqualTo(HexFormat.of().parseHex(bytes));
        String lines = hex("The first line includes ") + word + hex(".\r\nThe second line.");
        assertThat(decode(charset, VR.LT, lines)).isEqualTo("The first line includes 中文.\r\nThe second line.");
    }

    /** PS3.5 section K.2: Zhang^XiaoDong with GB 2312. */
    @Test
    void chineseSwitchesByEscapeSequences() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("", "ISO 2022 IR 58"));
        String bytes = hex("Zhang^XiaoDong=") + "1B242941D5C55E1B242941D0A1B6AB" + hex("=");
        assertThat(decode(charset, bytes)).isEqualTo("Zhang^XiaoDong=张^小东=");
        assertThat(charset.encode("Zhang^XiaoDong=张^小东="))
                .isEqualTo(HexFormat.of().parseHex(bytes));
    }

    /** The single-byte sets of PS3.3 Table C.12-3, each switched on behind ASCII. */
    @ParameterizedTest
    @CsvSource({
        "100, 2D41, E4, ä",
        "101, 2D42, F8, ř",
        "109, 2D43, E6, ĉ",
        "110, 2D44, E0, ā",
        "144, 2D4C, BB, Л",
        "127, 2D47, C7, ا",
        "126, 2D46, C4, Δ",
        "138, 2D48, F9, ש",
        "148, 2D4D, F0, ğ",
        "203, 2D62, A4, €",
        "166, 2D54, A1, ก",
        "13, 2949, D4, ﾔ",
    })
    void everySingleByteSetIsSwitchedTo(String number, String escape, String bytes, String text) {
        SpecificCharacterSet charset =
                SpecificCharacterSet.of(List.of("ISO 2022 IR 6", "ISO 2022 IR 144", "ISO 2022 IR " + number));
        assertThat(decode(charset, "411B" + escape + bytes)).isEqualTo("A" + text);
        byte[] encoded = charset.encode("A" + text);
        assertThat(charset.decode(VR.PN, encoded, 0, encoded.length)).isEqualTo("A" + text);
    }

    /** JIS X 0212 has what JIS X 0208 lacks. */
    @Test
    void theSupplementaryKanjiAreSwitchedTo() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("", "ISO 2022 IR 87", "ISO 2022 IR 159"));
        byte[] bytes = charset.encode("山丂");
        assertThat(HexFormat.of().withUpperCase().formatHex(bytes)).isEqualTo("1B24423B331B24284430211B2842");
        assertThat(charset.decode(VR.LO, bytes, 0, bytes.length)).isEqualTo("山丂");
    }

    /** As devices write them; each means the set of the first column. */
    @ParameterizedTest
    @CsvSource({
        "ISO_IR 100, ISO-IR 100",
        "ISO_IR 100, ISO_IR_100",
        "ISO_IR 100, ISO IR 100",
        "ISO_IR 100, ISO_IR100",
        "ISO_IR 100, iso_ir 100",
        "ISO_IR 100, IR 100",
        "ISO_IR 100, ISO-8859-1",
        "ISO_IR 100, Latin1",
        "ISO_IR 144, ISO_8859-5",
        "ISO_IR 192, UTF-8",
        "ISO_IR 192, ISO 2022 IR 192",
        "ISO_IR 192, ISO_IR 192 ",
        "GB18030, GB 18030",
        "GBK, GB2312",
        "ISO 2022 IR 87, ISO-2022-IR-87",
        "ISO 2022 IR 149, ISO 2022-IR 149",
        "ISO 2022 IR 149, ISO_IR 149",
    })
    void misspeltTermsAreUnderstood(String right, String misspelt) {
        byte[] bytes = SpecificCharacterSet.of(List.of(right)).encode("Aä Л山홍");
        SpecificCharacterSet wrong = SpecificCharacterSet.of(List.of(misspelt));
        assertThat(wrong.encode("Aä Л山홍")).isEqualTo(bytes);
        assertThat(wrong.decode(VR.LO, bytes, 0, bytes.length))
                .isEqualTo(SpecificCharacterSet.of(List.of(right)).decode(VR.LO, bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ISO_IR", "100", "IBM-1047", "UTF-16", "ISO_IR 99999999999", "\0", "ß"})
    void whatNamesNoSetIsTheDefaultRepertoire(String term) {
        assertThat(decode(SpecificCharacterSet.of(List.of(term)), "41E4")).isEqualTo("Aä");
    }

    @Test
    void aTermThatNobodyKnowsAmongOthersDoesNoHarm() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("junk", "ISO 2022 IR 999", "ISO 2022 IR 87"));
        assertThat(decode(charset, "411B24423B331B2842")).isEqualTo("A山");
    }

    /** Devices of the nineties announce Korean or Chinese and do not switch to it. */
    @Test
    void theOnlySetAbove127IsReadWithoutAnEscapeSequence() {
        assertThat(decode(SpecificCharacterSet.of(List.of("", "ISO 2022 IR 149")), "C8AB5EB1E6B5BF"))
                .isEqualTo("홍^길동");
        assertThat(decode(SpecificCharacterSet.of(List.of("ISO 2022 IR 149")), "C8AB"))
                .isEqualTo("홍");
        assertThat(decode(SpecificCharacterSet.of(List.of("", "ISO 2022 IR 58")), "D5C5"))
                .isEqualTo("张");
    }

    @Test
    void onlyTheDelimitersOfTheVrReturnToTheFirstSet() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("ISO 2022 IR 100", "ISO 2022 IR 144"));
        String on = "1B2D4CBB"; // Л, and so it goes on
        assertThat(decode(charset, VR.PN, on + "5EBB")).isEqualTo("Л^»");
        assertThat(decode(charset, VR.PN, on + "3DBB")).isEqualTo("Л=»");
        assertThat(decode(charset, VR.LO, on + "5EBB")).isEqualTo("Л^Л");
        assertThat(decode(charset, VR.LO, on + "5CBB")).isEqualTo("Л\\»");
        assertThat(decode(charset, VR.LT, on + "5CBB")).isEqualTo("Л\\Л");
        for (String control : List.of("0D", "0A", "0C", "09")) {
            assertThat(decode(charset, VR.LT, on + control + "BB")).endsWith("»");
        }
    }

    @Test
    void halfACharacterTakesNothingOfWhatFollowsWithIt() {
        SpecificCharacterSet charset = SpecificCharacterSet.of(List.of("", "ISO 2022 IR 87", "ISO 2022 IR 149"));
        assertThat(decode(charset, VR.LO, "1B242943" + "C8AB" + "C861")).isEqualTo("홍\uFFFDa");
        assertThat(decode(charset, VR.LO, "1B242943" + "C8AB" + "C8")).isEqualTo("홍\uFFFD");
        assertThat(decode(charset, VR.LO, "1B2442" + "3B33" + "3B20")).isEqualTo("山\uFFFD ");
        assertThat(decode(charset, VR.LO, "1B2442" + "3B33" + "3B" + "1B2842" + "61"))
                .isEqualTo("山\uFFFDa");
    }

    /** Its byte would part the value in two. */
    @Test
    void aYenSignIsNotWrittenAsABackslash() {
        assertThat(SpecificCharacterSet.of(List.of("ISO_IR 13")).encode("1¥")).isEqualTo(new byte[] {'1', '?'});
        assertThat(SpecificCharacterSet.of(List.of("ISO 2022 IR 13")).encode("1¥"))
                .contains((byte) '?')
                .doesNotContain((byte) '\\');
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static String decode(SpecificCharacterSet charset, String hex) {
        return decode(charset, VR.PN, hex);
    }

    private static String decode(SpecificCharacterSet charset, VR vr, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return charset.decode(vr, bytes, 0, bytes.length);
    }
}

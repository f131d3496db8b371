package org.voxrelay.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(charset.encode(charset.decode(bytes, 0, 3))).isEqualTo(bytes);
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

    private static String decode(SpecificCharacterSet charset, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return charset.decode(bytes, 0, bytes.length);
    }
}

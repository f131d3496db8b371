package org.voxrelay.dicom.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings the terms of Specific Character Set to the form of PS3.3 section C.12.1.1.2, for devices misspell them. */
final class DefinedTerm {
    private static final Pattern BY_NUMBER = Pattern.compile("(ISO|ISO2022|2022)?(IR)?(\\d{1,3})");

    /** Names that people use; those on the right without a blank are none of DICOM, and are understood all the same. */
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("UTF8", "ISO_IR 192"),
            Map.entry("UNICODE", "ISO_IR 192"),
            Map.entry("UNICODEUTF8", "ISO_IR 192"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"),
            Map.entry("GB2312", "GBK"), // a part of it
            Map.entry("ASCII", "ISO_IR 6"),
            Map.entry("USASCII", "ISO_IR 6"),
            Map.entry("ISO646", "ISO_IR 6"),
            Map.entry("LATIN1", "ISO_IR 100"),
            Map.entry("ISO88591", "ISO_IR 100"),
            Map.entry("ISO88592", "ISO_IR 101"),
            Map.entry("ISO88593", "ISO_IR 109"),
            Map.entry("ISO88594", "ISO_IR 110"),
            Map.entry("ISO88595", "ISO_IR 144"),
            Map.entry("ISO88596", "ISO_IR 127"),
            Map.entry("ISO88597", "ISO_IR 126"),
            Map.entry("ISO88598", "ISO_IR 138"),
            Map.entry("ISO88599", "ISO_IR 148"),
            Map.entry("ISO885915", "ISO_IR 203"),
            Map.entry("TIS620", "ISO_IR 166"),
            Map.entry("WINDOWS1250", "windows-1250"),
            Map.entry("WINDOWS1251", "windows-1251"),
            Map.entry("WINDOWS1252", "windows-1252"),
            Map.entry("CP1252", "windows-1252"),
            Map.entry("SHIFTJIS", "Shift_JIS"),
            Map.entry("SJIS", "Shift_JIS"),
            Map.entry("EUCKR", "EUC-KR"),
            Map.entry("KSC5601", "EUC-KR"),
            Map.entry("EUCJP", "EUC-JP"));

    private DefinedTerm() {}

    /** @return the terms of the Standard that these mean; one that means none stays as it is */
    static List<String> canonical(List<String> terms) {
        return terms.stream().map(DefinedTerm::canonical).toList();
    }

    private static String canonical(String term) {
        String letters = term.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        Matcher matcher = BY_NUMBER.matcher(letters);
        if (!matcher.matches() || matcher.group(1) == null && matcher.group(2) == null) {
            return Optional.ofNullable(OTHER_NAMES.get(letters)).orElse(term);
        }
        String number = matcher.group(3);
        boolean extension = matcher.group(1) != null && matcher.group(1).endsWith("2022") || isMultiByte(number);
        return (extension && !number.equals("192") ? "ISO 2022 IR " : "ISO_IR ") + number;
    }

    /** These have no form without code extensions. */
    private static boolean isMultiByte(String number) {
        return Repertoire.ofNumber(number)
                .filter(r -> r.bytesPerCharacter() > 1)
                .isPresent();
    }
}

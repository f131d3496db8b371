package org.voxrelay.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A coded character set that ISO 2022 escape sequences switch to (PS3.3 Tables C.12-3 and C.12-4).
 *
 * @param register 0 for bytes below 128 (G0), 1 for those above (G1)
 * @param escape the characters behind ESC
 * @param bytesPerCharacter 1 or 2
 */
record Repertoire(String number, int register, String escape, int bytesPerCharacter, Charset charset) {
    static final Repertoire ASCII = new Repertoire("6", 0, "(B", 1, StandardCharsets.US_ASCII);

    /** Its byte 5C is a yen sign by rights; in DICOM it parts values, so that no yen sign can be written. */
    static final Charset JIS_X0201 = Charset.forName("JIS_X0201");

    static final char YEN = '\u00A5';

    private static final Charset EUC_JP = Charset.forName("EUC-JP");

    private static final List<Repertoire> ALL = List.of(
            ASCII,
            single("100", "-A", "ISO-8859-1"),
            single("101", "-B", "ISO-8859-2"),
            single("109", "-C", "ISO-8859-3"),
            single("110", "-D", "ISO-8859-4"),
            single("144", "-L", "ISO-8859-5"),
            single("127", "-G", "ISO-8859-6"),
            single("126", "-F", "ISO-8859-7"),
            single("138", "-H", "ISO-8859-8"),
            single("148", "-M", "ISO-8859-9"),
            single("203", "-b", "ISO-8859-15"),
            single("166", "-T", "TIS-620"),
            single("13", ")I", "JIS_X0201"),
            new Repertoire("14", 0, "(J", 1, JIS_X0201),
            new Repertoire("87", 0, "$B", 2, EUC_JP),
            new Repertoire("42", 0, "$@", 2, EUC_JP), // its predecessor of 1978, which is read as it
            new Repertoire("159", 0, "$(D", 2, EUC_JP),
            new Repertoire("149", 1, "$)C", 2, Charset.forName("EUC-KR")),
            new Repertoire("58", 1, "$)A", 2, Charset.forName("GB2312")));

    private static Repertoire single(String number, String escape, String charset) {
        return new Repertoire(number, 1, escape, 1, Charset.forName(charset));
    }

    /** The one that a defined term as "ISO 2022 IR 87" or "ISO_IR 100" names. */
    static Optional<Repertoire> ofTerm(String term) {
        return term.startsWith("ISO") ? ofNumber(term.substring(term.lastIndexOf(' ') + 1)) : Optional.empty();
    }

    static Optional<Repertoire> ofNumber(String number) {
        return ALL.stream().filter(r -> r.number.equals(number)).findFirst();
    }

    /** The one whose escape sequence stands behind an ESC at this place. */
    static Optional<Repertoire> ofEscape(byte[] bytes, int offset, int end) {
        return ALL.stream()
                .filter(r -> r.escape.length() <= end - offset)
                .filter(r -> r.escape.equals(new String(bytes, offset, r.escape.length(), StandardCharsets.ISO_8859_1)))
                .findFirst();
    }

    /** Bytes as they stand in the value. */
    String decode(byte[] bytes, int offset, int length) {
        if (register == 1 || bytesPerCharacter == 1) {
            return new String(bytes, offset, length, charset);
        }
        boolean supplement = number.equals("159");
        byte[] euc = new byte[supplement ? length / 2 * 3 : length / 2 * 2];
        int at = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            if (supplement) {
                euc[at++] = (byte) 0x8F;
            }
            euc[at++] = (byte) (bytes[offset + i] | 0x80);
            euc[at++] = (byte) (bytes[offset + i + 1] | 0x80);
        }
        return new String(euc, charset);
    }

    /** The bytes of a character as they stand in the value; empty if this repertoire does not have it. */
    Optional<byte[]> encode(String character) {
        if (character.charAt(0) == YEN && charset.equals(JIS_X0201)
                || !charset.newEncoder().canEncode(character)) {
            return Optional.empty();
        }
        byte[] bytes = character.getBytes(charset);
        if (bytesPerCharacter == 1) {
            boolean inRegister = bytes.length == 1 && (bytes[0] < 0) == (register == 1);
            return inRegister ? Optional.of(bytes) : Optional.empty();
        }
        if (register == 1) {
            return bytes.length == 2 && bytes[0] < 0 ? Optional.of(bytes) : Optional.empty();
        }
        boolean supplement = bytes.length == 3 && bytes[0] == (byte) 0x8F;
        if (supplement != number.equals("159") || !supplement && (bytes.length != 2 || bytes[0] == (byte) 0x8E)) {
            return Optional.empty();
        }
        byte[] pair = Arrays.copyOfRange(bytes, bytes.length - 2, bytes.length);
        return Optional.of(new byte[] {(byte) (pair[0] & 0x7F), (byte) (pair[1] & 0x7F)});
    }
}

package org.voxrelay.dicom.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Text that switches between character sets by ISO 2022 escape sequences (PS3.5 section 6.1.2.5). */
final class CodeExtension {
    private static final byte ESC = 0x1B;

    private final List<Repertoire> repertoires;
    private final Repertoire firstG0;
    private final Repertoire firstG1;
    private final boolean resetsG1;

    /** @param terms the values of Specific Character Set; an empty first one is the default repertoire */
    CodeExtension(List<String> terms) {
        repertoires = terms.stream()
                .flatMap(term -> Repertoire.ofTerm(term).stream())
                .flatMap(r -> r.number().equals("13") ? Stream.of(r, repertoire("14")) : Stream.of(r))
                .toList();
        Optional<Repertoire> first = Repertoire.ofTerm(terms.get(0)).filter(r -> r.register() == 1);
        boolean japanese = first.filter(r -> r.number().equals("13")).isPresent();
        firstG0 = japanese ? repertoire("14") : Repertoire.ASCII;
        resetsG1 = first.isPresent();
        firstG1 = first.orElse(repertoire("100"));
    }

    private static Repertoire repertoire(String number) {
        return Repertoire.ofNumber(number).orElseThrow();
    }

    /**
     * Behind a delimiter the first character set holds again. Where that one has no characters above 127, what was
     * switched on last stays: some writers do not switch again, and whose do are not harmed.
     */
    String decode(VR vr, byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        Repertoire g0 = firstG0;
        Repertoire g1 = initialG1();
        int end = offset + length;
        for (int at = offset; at < end; ) {
            if (bytes[at] == ESC) {
                Optional<Repertoire> switched = Repertoire.ofEscape(bytes, at + 1, end);
                at += 1 + switched.map(r -> r.escape().length()).orElse(0);
                g0 = switched.filter(r -> r.register() == 0).orElse(g0);
                g1 = switched.filter(r -> r.register() == 1).orElse(g1);
                continue;
            }
            Repertoire used = bytes[at] < 0 ? g1 : g0;
            boolean single = bytes[at] >= 0 && (bytes[at] <= ' ' || g0.bytesPerCharacter() == 1);
            if (!single && used.bytesPerCharacter() == 2 && !isSecond(bytes, at, end)) {
                text.append('\uFFFD');
                at++;
                continue;
            }
            int size = single ? 1 : used.bytesPerCharacter();
            if (single && isDelimiter((char) bytes[at], vr)) {
                g0 = firstG0;
                g1 = resetsG1 ? firstG1 : g1;
            }
            boolean control = bytes[at] >= 0 && bytes[at] <= ' ';
            text.append(control ? String.valueOf((char) bytes[at]) : used.decode(bytes, at, size));
            at += size;
        }
        return text.toString();
    }

    /** Whether the byte behind this one can end its character: else it was cut off, and what follows means itself. */
    private static boolean isSecond(byte[] bytes, int first, int end) {
        return first + 1 < end && (bytes[first] < 0 ? bytes[first + 1] < 0 : bytes[first + 1] > ' ');
    }

    /** Where only one set has characters above 127, they are its even before an escape sequence says so. */
    private Repertoire initialG1() {
        List<Repertoire> high =
                repertoires.stream().filter(r -> r.register() == 1).toList();
        return !resetsG1 && high.size() == 1 ? high.get(0) : firstG1;
    }

    byte[] encode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2);
        Repertoire g0 = firstG0;
        Repertoire g1 = writtenG1();
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String character = text.substring(at, text.offsetByCodePoints(at, 1));
            if (isDelimiter(character)) {
                writeSwitch(out, g0, firstG0);
                out.write(character.charAt(0));
                g0 = firstG0;
                g1 = writtenG1();
                continue;
            }
            Repertoire used = repertoireFor(character, g0, g1);
            writeSwitch(out, used.register() == 0 ? g0 : g1, used);
            out.writeBytes(used.encode(character).orElse(new byte[] {'?'}));
            g0 = used.register() == 0 ? used : g0;
            g1 = used.register() == 1 ? used : g1;
        }
        writeSwitch(out, g0, firstG0);
        return out.toByteArray();
    }

    /** A set of two bytes a character is switched to in any case: no reader has to expect it from the beginning. */
    private Repertoire writtenG1() {
        return firstG1.bytesPerCharacter() == 1 ? firstG1 : repertoire("100");
    }

    private static void writeSwitch(ByteArrayOutputStream out, Repertoire from, Repertoire to) {
        if (!from.equals(to)) {
            out.write(ESC);
            out.writeBytes(to.escape().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The present ones first, then those of the attribute in their order, then ASCII. */
    private Repertoire repertoireFor(String character, Repertoire g0, Repertoire g1) {
        return Stream.concat(Stream.of(g0, g1, firstG0), repertoires.stream())
                .filter(r -> r.encode(character).isPresent())
                .findFirst()
                .orElse(Repertoire.ASCII);
    }

    /** Before these every writer returns to the first character set, so that any reader finds it there. */
    private static boolean isDelimiter(String character) {
        char c = character.charAt(0);
        return isDelimiter(c, VR.PN) || isDelimiter(c, VR.LT);
    }

    private static boolean isDelimiter(char c, VR vr) {
        return switch (c) {
            case '\r', '\n', '\f', '\t' -> true;
            case '\\' -> vr.isMultiValued();
            case '^', '=' -> vr == VR.PN;
            default -> false;
        };
    }
}

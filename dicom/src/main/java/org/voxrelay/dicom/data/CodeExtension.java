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

    /** @param terms the values of Specific Character Set; an empty first one is the default repertoire */
    CodeExtension(List<String> terms) {
        repertoires = terms.stream()
                .flatMap(term -> Repertoire.ofTerm(term).stream())
                .flatMap(r -> r.number().equals("13")
                        ? Stream.of(r, Repertoire.ofTerm("14").orElseThrow())
                        : Stream.of(r))
                .toList();
        Optional<Repertoire> first = Repertoire.ofTerm(terms.get(0)).filter(r -> r.bytesPerCharacter() == 1);
        boolean japanese = first.filter(r -> r.number().equals("13")).isPresent();
        firstG0 = japanese ? Repertoire.ofTerm("14").orElseThrow() : Repertoire.ASCII;
        firstG1 = first.filter(r -> r.register() == 1)
                .orElse(Repertoire.ofTerm("100").orElseThrow());
    }

    String decode(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        Repertoire g0 = firstG0;
        Repertoire g1 = firstG1;
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
            boolean control = bytes[at] >= 0 && bytes[at] <= 0x20;
            int size = control ? 1 : Math.min(used.bytesPerCharacter(), end - at);
            String character = control ? String.valueOf((char) bytes[at]) : used.decode(bytes, at, size);
            text.append(character);
            at += size;
            if (isDelimiter(character)) {
                g0 = firstG0;
                g1 = firstG1;
            }
        }
        return text.toString();
    }

    byte[] encode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2);
        Repertoire g0 = firstG0;
        Repertoire g1 = firstG1;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String character = text.substring(at, text.offsetByCodePoints(at, 1));
            if (isDelimiter(character)) {
                writeSwitch(out, g0, firstG0);
                out.write(character.charAt(0));
                g0 = firstG0;
                g1 = firstG1;
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

    /** The character sets of the beginning hold again behind these (PS3.5 section 6.1.2.5.3). */
    private static boolean isDelimiter(String character) {
        char c = character.isEmpty() ? 0 : character.charAt(0);
        return c == '\\' || c == '^' || c == '=' || c == '\r' || c == '\n' || c == '\f' || c == '\t';
    }
}

package org.voxrelay.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How text of a data set is coded (PS3.3 section C.12.1.1.2, PS3.5 section 6.1). No bytes end in an exception: terms that
 * devices misspell are understood, as {@code ISO-IR 100} and {@code UTF-8}; an unknown one is the default repertoire.
 */
public final class SpecificCharacterSet {
    /**
     * The default repertoire. It is ISO 646, but bytes above 127 are kept as ISO 8859-1: devices send them, and so
     * they survive.
     */
    public static final SpecificCharacterSet DEFAULT =
            new SpecificCharacterSet(StandardCharsets.ISO_8859_1, Optional.empty());

    private static final Map<String, Charset> SINGLE = Map.ofEntries(
            Map.entry("ISO_IR 6", StandardCharsets.ISO_8859_1),
            Map.entry("ISO_IR 100", StandardCharsets.ISO_8859_1),
            Map.entry("ISO_IR 101", Charset.forName("ISO-8859-2")),
            Map.entry("ISO_IR 109", Charset.forName("ISO-8859-3")),
            Map.entry("ISO_IR 110", Charset.forName("ISO-8859-4")),
            Map.entry("ISO_IR 144", Charset.forName("ISO-8859-5")),
            Map.entry("ISO_IR 127", Charset.forName("ISO-8859-6")),
            Map.entry("ISO_IR 126", Charset.forName("ISO-8859-7")),
            Map.entry("ISO_IR 138", Charset.forName("ISO-8859-8")),
            Map.entry("ISO_IR 148", Charset.forName("ISO-8859-9")),
            Map.entry("ISO_IR 203", Charset.forName("ISO-8859-15")),
            Map.entry("ISO_IR 166", Charset.forName("TIS-620")),
            Map.entry("ISO_IR 13", Charset.forName("JIS_X0201")),
            Map.entry("ISO_IR 192", StandardCharsets.UTF_8),
            Map.entry("GB18030", Charset.forName("GB18030")),
            Map.entry("GBK", Charset.forName("GBK")),
            Map.entry("windows-1250", Charset.forName("windows-1250")),
            Map.entry("windows-1251", Charset.forName("windows-1251")),
            Map.entry("windows-1252", Charset.forName("windows-1252")),
            Map.entry("Shift_JIS", Charset.forName("Shift_JIS")),
            Map.entry("EUC-JP", Charset.forName("EUC-JP")),
            Map.entry("EUC-KR", Charset.forName("EUC-KR")));

    private static final int MAX_KNOWN = 256;
    private static final Map<List<String>, SpecificCharacterSet> KNOWN = new ConcurrentHashMap<>();

    private final Charset charset;
    private final Optional<CodeExtension> extension;

    private SpecificCharacterSet(Charset charset, Optional<CodeExtension> extension) {
        this.charset = charset;
        this.extension = extension;
    }

    /** @return the character set of these defined terms; the default repertoire for none and for unknown ones */
    public static SpecificCharacterSet of(List<String> definedTerms) {
        if (definedTerms.isEmpty()) {
            return DEFAULT;
        }
        SpecificCharacterSet known = KNOWN.get(definedTerms);
        if (known != null) {
            return known;
        }
        SpecificCharacterSet made = make(DefinedTerm.canonical(definedTerms));
        if (KNOWN.size() < MAX_KNOWN) {
            KNOWN.put(List.copyOf(definedTerms), made);
        }
        return made;
    }

    private static SpecificCharacterSet make(List<String> terms) {
        String first = terms.get(0);
        boolean extended = terms.size() > 1 || first.startsWith("ISO 2022 ");
        if (extended && !isWithoutExtension(first)) {
            return new SpecificCharacterSet(StandardCharsets.ISO_8859_1, Optional.of(new CodeExtension(terms)));
        }
        Charset charset = SINGLE.get(first);
        return charset == null ? DEFAULT : new SpecificCharacterSet(charset, Optional.empty());
    }

    /** UTF-8, GB18030 and GBK stand alone, whatever follows them; so does what is none of DICOM. */
    private static boolean isWithoutExtension(String term) {
        return term.equals("ISO_IR 192") || SINGLE.containsKey(term) && !term.startsWith("ISO");
    }

    /**
     * @param vr decides behind which characters the first character set holds again (PS3.5 section 6.1.2.5.3)
     * @return the characters of these bytes; what the character set does not know becomes U+FFFD
     */
    public String decode(VR vr, byte[] bytes, int offset, int length) {
        return extension.isPresent()
                ? extension.get().decode(vr, bytes, offset, length)
                : new String(bytes, offset, length, charset);
    }

    /** @return the bytes of these characters; what the character set does not know becomes a question mark */
    public byte[] encode(String text) {
        if (extension.isPresent()) {
            return extension.get().encode(text);
        }
        boolean yenIsBackslash = charset.equals(Repertoire.JIS_X0201);
        return (yenIsBackslash ? text.replace(Repertoire.YEN, '?') : text).getBytes(charset);
    }
}

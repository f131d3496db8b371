package org.voxrelay.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How text of a data set is coded (PS3.3 section C.12.1.1.2, PS3.5 section 6.1). */
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
            Map.entry("GBK", Charset.forName("GBK")));

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
        String first = definedTerms.get(0);
        boolean extended = definedTerms.size() > 1 || first.startsWith("ISO 2022 ");
        if (extended && !isWithoutExtension(first)) {
            return new SpecificCharacterSet(StandardCharsets.ISO_8859_1, Optional.of(new CodeExtension(definedTerms)));
        }
        Charset charset = SINGLE.get(first);
        return charset == null ? DEFAULT : new SpecificCharacterSet(charset, Optional.empty());
    }

    /** UTF-8, GB18030 and GBK stand alone, whatever follows them. */
    private static boolean isWithoutExtension(String term) {
        return term.equals("ISO_IR 192") || term.startsWith("GB");
    }

    /** @return the characters of these bytes; what the character set does not know becomes U+FFFD */
    public String decode(byte[] bytes, int offset, int length) {
        return extension.isPresent()
                ? extension.get().decode(bytes, offset, length)
                : new String(bytes, offset, length, charset);
    }

    /** @return the bytes of these characters; what the character set does not know becomes a question mark */
    public byte[] encode(String text) {
        return extension.isPresent() ? extension.get().encode(text) : text.getBytes(charset);
    }
}

package org.voxrelay.db;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text as it is searched: upper case, without accents, and safe for a text column. */
public final class Folding {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern TRAILING_CARETS = Pattern.compile("[\\s^]+$");
    private static final int MAX_LENGTH = 800;

    private Folding() {}

    /** Folds a value or a key; wildcards stay as they are. */
    public static String fold(String text) {
        String plain = clean(text).replace("ß", "SS");
        String unmarked =
                MARKS.matcher(Normalizer.normalize(plain, Normalizer.Form.NFD)).replaceAll("");
        return unmarked.toUpperCase(Locale.ROOT);
    }

    /** Folds a person name: empty components at the end do not count (PS3.5 section 6.2.1). */
    public static String foldName(String name) {
        return TRAILING_CARETS.matcher(fold(name)).replaceAll("");
    }

    /** Without NUL, which PostgreSQL's text refuses, and no longer than any index entry may be. */
    public static String clean(String text) {
        String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
        // A cut between two surrogates would leave one that UTF-8 cannot carry.
        String whole = !cut.isEmpty() && Character.isHighSurrogate(cut.charAt(cut.length() - 1))
                ? cut.substring(0, cut.length() - 1)
                : cut;
        return whole.replace("\0", "").strip();
    }
}

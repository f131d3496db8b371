package org.voxrelay.query;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Wild Card Matching (PS3.4 section C.2.2.2.4) as a pattern of SQL's LIKE. */
final class LikePattern {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{3,}");

    private LikePattern() {}

    /** Whether a folded key has wildcards. */
    static boolean isWild(String key) {
        return key.indexOf('*') >= 0 || key.indexOf('?') >= 0;
    }

    /** What matches everything: no value, or asterisks alone (Universal Matching, C.2.2.2.3). */
    static boolean isUniversal(String key) {
        return key.isBlank() || key.chars().allMatch(c -> c == '*');
    }

    static String of(String key) {
        return key.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%')
                .replace('?', '_');
    }

    /** The longest run of letters and digits that a key names, if there are enough of them for an index of trigrams. */
    static Optional<String> longestWord(String key) {
        return WORD.matcher(key).results().map(MatchResult::group).max(Comparator.comparingInt(String::length));
    }

    /** Anything that has this somewhere. */
    static String containing(String key) {
        return "%" + of(key) + "%";
    }
}

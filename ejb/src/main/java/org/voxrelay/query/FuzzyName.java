package org.voxrelay.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.voxrelay.db.NameWords;

/**
 * Fuzzy semantic matching of person names (PS3.4 section C.2.2.2.1.1, PS3.18 section 8.3.4.2): each word of the key is found
 * somewhere in the name, in whatever order, without case and accents; a word without wildcards within it also by its sound.
 */
final class FuzzyName {
    /** Shorter parts of words have sounds that match half the names there are. */
    private static final int SHORTEST_SOUNDING_PART = 4;

    private FuzzyName() {}

    /** @param words column of {@link NameWords}, {@code folded} column of the whole name */
    static void add(Where where, String words, String folded, String key) {
        for (String word : NameWords.split(key)) {
            addWord(where, words, folded, word);
        }
    }

    /** The same where the index keeps no words: by parts alone. */
    static void add(Where where, String folded, String key) {
        for (String word : NameWords.split(key)) {
            String part = part(word);
            if (!part.isEmpty()) {
                where.and(folded + " like ?", LikePattern.containing(part));
            }
        }
    }

    private static void addWord(Where where, String words, String folded, String word) {
        String part = part(word);
        if (part.isEmpty()) {
            return;
        }
        boolean whole = part.equals(word);
        Set<String> sounds = whole || part.length() >= SHORTEST_SOUNDING_PART ? NameWords.sounds(part) : Set.of();
        if (whole) {
            List<String> either = new ArrayList<>(sounds);
            either.add(part);
            where.andAnyOf(words + " && ?", either);
        } else if (sounds.isEmpty()) {
            where.and(folded + " like ?", LikePattern.containing(part));
        } else {
            where.and(
                    "(" + folded + " like ? or " + words + " && ?)",
                    LikePattern.containing(part),
                    sounds.toArray(String[]::new));
        }
    }

    private static String part(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && word.charAt(from) == '*') {
            from++;
        }
        while (to > from && word.charAt(to - 1) == '*') {
            to--;
        }
        return word.substring(from, to);
    }
}

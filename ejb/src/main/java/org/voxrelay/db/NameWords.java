package org.voxrelay.db;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.codec.language.DaitchMokotoffSoundex;

/**
 * The words of a person's name as a fuzzy search finds them, in any order: each folded word, and how it sounds by
 * Daitch-Mokotoff, so that MÜLLER, MUELLER and MILLER meet. Words in other scripts than Latin have no sound here.
 */
public final class NameWords {
    private static final DaitchMokotoffSoundex SOUNDEX = new DaitchMokotoffSoundex();
    private static final Pattern SEPARATORS = Pattern.compile("[\\s^=,.;-]+");
    private static final Pattern LATIN = Pattern.compile("[A-Z']{2,}");
    private static final String SILENT = "000000";
    private static final int MOST_WORDS = 32;

    private NameWords() {}

    /** Words and sounds of a name with all its components and groups; sorted by their place in the name. */
    public static List<String> of(String name) {
        var words = new LinkedHashSet<String>();
        for (String word : split(name)) {
            words.add(word);
            words.addAll(sounds(word));
        }
        return List.copyOf(words);
    }

    /** The folded words of a name or a key; wildcards stay as they are. */
    public static List<String> split(String name) {
        return SEPARATORS
                .splitAsStream(Folding.fold(name))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
    }

    /** How a folded word may sound, each marked by a tilde so that it is no word; none if it is not Latin. */
    public static Set<String> sounds(String word) {
        var sounds = new LinkedHashSet<String>();
        if (LATIN.matcher(word).matches()) {
            Arrays.stream(SOUNDEX.soundex(word).split("\\|"))
                    .filter(code -> !code.isEmpty() && !code.equals(SILENT))
                    .forEach(code -> sounds.add("~" + code));
        }
        return sounds;
    }
}

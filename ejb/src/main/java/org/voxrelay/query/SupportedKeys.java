package org.voxrelay.query;

import java.util.List;
import java.util.TreeSet;

/** The keys of a {@link Search} that are matched and returned, for the conformance statement. */
public final class SupportedKeys {
    private SupportedKeys() {}

    /**
     * A key.
     *
     * @param indexed whether the database finds its matches; else the matches of the other keys are looked through
     */
    public record Key(int tag, boolean indexed) {}

    /** Keys that belong to this level, by tag. */
    public static List<Key> at(Level level) {
        var tags = new TreeSet<Integer>(Integer::compareUnsigned);
        tags.addAll(Keys.tags(level));
        tags.addAll(SearchKeys.inRows(level));
        for (Level above : Level.values()) {
            if (above.compareTo(level) < 0) {
                tags.removeAll(Keys.tags(above));
                tags.removeAll(SearchKeys.inRows(above));
            }
        }
        return tags.stream()
                .filter(tag -> !SearchKeys.isNoKey(tag))
                .map(tag -> new Key(tag, Keys.isColumn(tag, level)))
                .toList();
    }
}

package org.voxrelay.archive;

import java.util.List;
import java.util.stream.Collectors;

/** The attributes that an administrator wants searched beside those that always are. */
public record ExtraAttributes(List<ExtraAttribute> all) {
    public static final ExtraAttributes NONE = new ExtraAttributes(List.of());

    /** Copies the list. */
    public ExtraAttributes {
        all = List.copyOf(all);
    }

    /** @throws IllegalArgumentException with a sentence if one cannot be understood */
    public static ExtraAttributes parse(List<String> texts) {
        return new ExtraAttributes(
                texts.stream().map(ExtraAttribute::parse).distinct().toList());
    }

    /** Those of a level. */
    public List<ExtraAttribute> at(IndexLevel level) {
        return all.stream().filter(attribute -> attribute.level() == level).toList();
    }

    /** Whether a row of this level keeps it. */
    public boolean has(IndexLevel level, String key) {
        return all.stream()
                .anyMatch(attribute ->
                        attribute.level() == level && attribute.key().equals(key));
    }

    /** The same for the same attributes, in whatever order they were written. */
    String fingerprint() {
        return all.stream()
                .map(attribute -> attribute.level() + ":" + attribute.key())
                .sorted()
                .collect(Collectors.joining(","));
    }
}

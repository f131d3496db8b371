package org.voxrelay.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an administrator can set for the index, read as {@link Settings} are.
 *
 * @param extraAttributes further attributes that searches match on and answer with, as they were written
 *     (VOXRELAY_EXTRA_ATTRIBUTES)
 */
public record IndexSettings(List<String> extraAttributes) {
    public static final IndexSettings DEFAULT = new IndexSettings(List.of());

    private static final int MOST = 64;

    /** @throws IllegalArgumentException if there are more than 64 */
    public IndexSettings {
        extraAttributes = List.copyOf(extraAttributes);
        if (extraAttributes.size() > MOST) {
            throw new IllegalArgumentException("VOXRELAY_EXTRA_ATTRIBUTES must be at most " + MOST + " attributes");
        }
    }

    /** @throws IllegalArgumentException with the name of a setting whose value is not usable */
    public static IndexSettings read() {
        return read(name -> Optional.ofNullable(System.getProperty(name))
                .orElseGet(() -> System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'))));
    }

    static IndexSettings read(UnaryOperator<String> source) {
        String list = new Values(source).text("extra.attributes", "");
        return new IndexSettings(Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    }
}

package org.voxrelay.archive.log;

import java.util.Optional;

/**
 * A place that holds nothing any more.
 *
 * @param place in a log ({@link LogPlace}), or another, or a whole segment
 * @param name what was there, for whoever has to find its row; may be empty
 */
public record Burial(String place, String name) {
    private static final String WHOLE = "@";

    /** All places of a segment. */
    public static Burial ofSegment(String segment) {
        return new Burial(segment + WHOLE, "");
    }

    /** Whether it is all of this segment. */
    public boolean isSegment(String segment) {
        return place.equals(segment + WHOLE);
    }

    /** The segment that this lies in, or all of which it is; empty if it was a file of its own. */
    public Optional<String> segment() {
        return place.endsWith(WHOLE)
                ? Optional.of(place.substring(0, place.length() - WHOLE.length()))
                : LogPlace.of(place).map(LogPlace::segment);
    }

    String line() {
        return place + " " + name;
    }

    static Burial of(String line) {
        int space = line.indexOf(' ');
        return new Burial(line.substring(0, space), line.substring(space + 1));
    }
}

package org.voxrelay.query;

import java.util.Set;
import org.voxrelay.dicom.data.Attributes;

/**
 * What somebody looks for.
 *
 * @param level not {@link Level#PATIENT}, for which there is {@link Search}
 * @param keys matching keys as strings (PS3.4 section C.2.2.2): single value, wildcard, range, list of UIDs; within sequences
 *     too
 * @param include tags to return besides those that the level always returns
 * @param includeAll every attribute that is known
 * @param limit at most this many, from 0 to {@link #MOST}
 * @param offset matches to leave out first
 * @param options how keys are matched
 */
public record Query(
        Level level,
        Attributes keys,
        Set<Integer> include,
        boolean includeAll,
        int limit,
        int offset,
        MatchOptions options) {
    /** No answer is longer than this. */
    public static final int MOST = 5000;

    /** @throws IllegalArgumentException if limit or offset is out of its range */
    public Query {
        if (limit < 0 || limit > MOST) {
            throw new IllegalArgumentException("limit must be from 0 to " + MOST);
        }
        if (level == Level.PATIENT) {
            throw new IllegalArgumentException("patients are found by a search");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset must not be negative");
        }
        include = Set.copyOf(include);
    }

    /** A query with the basics of matching. */
    public Query(Level level, Attributes keys, Set<Integer> include, boolean includeAll, int limit, int offset) {
        this(level, keys, include, includeAll, limit, offset, MatchOptions.BASIC);
    }
}

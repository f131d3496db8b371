package org.voxrelay.query;

import java.util.List;
import org.voxrelay.dicom.data.Attributes;

/**
 * Matches in a stable order: newest study first, series and instances by number.
 *
 * @param truncated whether there are more than the limit let through
 * @param unsupportedKeys tags that were asked for and could not be matched on: they were ignored
 */
public record QueryResult(List<Attributes> matches, boolean truncated, List<Integer> unsupportedKeys) {
    /** Copies the lists. */
    public QueryResult {
        matches = List.copyOf(matches);
        unsupportedKeys = List.copyOf(unsupportedKeys);
    }
}

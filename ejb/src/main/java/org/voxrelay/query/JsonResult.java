package org.voxrelay.query;

import java.util.List;

/**
 * Matches as a DICOM JSON array (PS3.18 section F.2), in the order of {@link QueryResult}.
 *
 * @param truncated whether there are more than the limit let through
 * @param unsupportedKeys tags that were asked for and could not be matched on: they were ignored
 */
public record JsonResult(String json, boolean truncated, List<Integer> unsupportedKeys) {
    /** Copies the list. */
    public JsonResult {
        unsupportedKeys = List.copyOf(unsupportedKeys);
    }
}

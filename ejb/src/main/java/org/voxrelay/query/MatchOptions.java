package org.voxrelay.query;

/**
 * How keys are matched beyond the basics: what C-FIND negotiates (PS3.4 section C.5.1.1) and QIDO-RS asks for by parameters.
 *
 * @param combinedDateTime a range of Study Date and one of Study Time are one range (PS3.4 section C.2.2.2.5.3)
 * @param fuzzyNames person names match in any order of their words, and where they sound alike
 * @param emptyValues a key of two quotation marks matches what has no value (section C.2.2.2.7)
 * @param multipleValues each of several values of a key must be there (section C.2.2.2.8)
 */
public record MatchOptions(boolean combinedDateTime, boolean fuzzyNames, boolean emptyValues, boolean multipleValues) {
    public static final MatchOptions BASIC = new MatchOptions(false, false, false, false);

    private static final String EMPTY = "\"\"";

    /** Whether this value asks for what has none. */
    boolean isEmptyKey(String value) {
        return emptyValues && value.equals(EMPTY);
    }
}

package org.voxrelay.query;

/** Wild Card Matching (PS3.4 section C.2.2.2.4), in a time that no pattern can make long. */
final class Glob {
    private Glob() {}

    /** @param pattern {@code *} is any characters, also none; {@code ?} is any one; all others are themselves */
    static boolean matches(String pattern, String text) {
        int at = 0;
        int star = -1; // last star seen, and where the text stood then
        int resume = 0;
        for (int i = 0; i < text.length(); ) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}

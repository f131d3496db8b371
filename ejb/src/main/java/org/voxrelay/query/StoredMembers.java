package org.voxrelay.query;

import java.util.Map;

/**
 * Takes a DICOM JSON object as the index keeps it, written by this server without white space, into its members without
 * reading what these hold: most of an answer is passed on as it is.
 */
final class StoredMembers {
    private static final int NAME = 8;

    private StoredMembers() {}

    /** Puts the members by name, a tag as eight hexadecimal digits, with their text after the colon. */
    static void addTo(Map<String, String> members, String json) {
        int at = 1;
        while (at < json.length() && json.charAt(at) == '"') {
            String name = json.substring(at + 1, at + 1 + NAME);
            int begin = at + NAME + 3;
            if (json.charAt(begin - 1) != ':') {
                throw new IllegalStateException("the index holds attributes that this server did not write");
            }
            int end = endOfObject(json, begin);
            members.put(name, json.substring(begin, end));
            at = end + 1; // after the comma, or the last brace
        }
    }

    private static int endOfObject(String json, int begin) {
        int depth = 0;
        boolean quoted = false;
        for (int i = begin; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalStateException("the index holds attributes that end too early");
    }
}

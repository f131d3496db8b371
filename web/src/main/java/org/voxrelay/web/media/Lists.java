package org.voxrelay.web.media;

import java.util.ArrayList;
import java.util.List;

/** Lists in header fields (RFC 9110 section 5.6), whose members may hold quoted text. */
final class Lists {
    private Lists() {}

    /** Cuts a text at a character that stands outside of quotes. */
    static String[] split(String text, char at) {
        List<String> pieces = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == at && !quoted) {
                pieces.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        pieces.add(text.substring(begin));
        return pieces.toArray(String[]::new);
    }
}

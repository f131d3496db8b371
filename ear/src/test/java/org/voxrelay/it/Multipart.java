package org.voxrelay.it;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a multipart/related answer apart (RFC 2046 section 5.1.1). */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");

    private Multipart() {}

    record Part(String headers, byte[] body) {}

    static List<Part> parts(HttpResponse<byte[]> answer) {
        Matcher matcher =
                BOUNDARY.matcher(answer.headers().firstValue("Content-Type").orElse(""));
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    "no boundary in " + answer.headers().map());
        }
        String all = new String(answer.body(), StandardCharsets.ISO_8859_1);
        String[] pieces = all.split(Pattern.quote("\r\n--" + matcher.group(1)), -1);
        if (!pieces[pieces.length - 1].startsWith("--")) {
            throw new IllegalArgumentException("the answer has no end");
        }
        var parts = new ArrayList<Part>();
        for (int i = 1; i < pieces.length - 1; i++) {
            int end = pieces[i].indexOf("\r\n\r\n");
            parts.add(new Part(
                    pieces[i].substring(2, end), pieces[i].substring(end + 4).getBytes(StandardCharsets.ISO_8859_1)));
        }
        return parts;
    }
}

package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes multipart/related (RFC 2387) as it goes; a part's bytes are the caller's to write. */
final class MultipartWriter {
    private static final String LINE = "\r\n";

    private final String boundary;
    private final OutputStream out;

    /** @param boundary that no content holds */
    MultipartWriter(String boundary, OutputStream out) {
        this.boundary = boundary;
        this.out = out;
    }

    void part(String contentType) throws IOException {
        text(head(boundary, contentType));
    }

    private static String head(String boundary, String contentType) {
        return LINE + "--" + boundary + LINE + "Content-Type: " + contentType + LINE + LINE;
    }

    /** @param location address of what the part shows (RFC 2557 section 4) */
    void part(String contentType, String location) throws IOException {
        text(LINE + "--" + boundary + LINE + "Content-Type: " + contentType + LINE + "Content-Location: " + location
                + LINE + LINE);
    }

    void end() throws IOException {
        text(end(boundary));
    }

    private static String end(String boundary) {
        return LINE + "--" + boundary + "--" + LINE;
    }

    /** Bytes beside the content of so many parts of one type. */
    static long overhead(String boundary, String contentType, int parts) {
        return (long) parts * head(boundary, contentType).length()
                + end(boundary).length();
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}

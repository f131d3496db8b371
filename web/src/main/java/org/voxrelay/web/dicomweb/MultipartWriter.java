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
        text(LINE + "--" + boundary + LINE + "Content-Type: " + contentType + LINE + LINE);
    }

    /** @param location address of what the part shows (RFC 2557 section 4) */
    void part(String contentType, String location) throws IOException {
        text(LINE + "--" + boundary + LINE + "Content-Type: " + contentType + LINE + "Content-Location: " + location
                + LINE + LINE);
    }

    void end() throws IOException {
        text(LINE + "--" + boundary + "--" + LINE);
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}

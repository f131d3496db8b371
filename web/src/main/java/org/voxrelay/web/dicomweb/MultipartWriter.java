package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes multipart/related (RFC 2387) as it goes; a part's bytes are the caller's to write. */
final class MultipartWriter {
    private static final String LINE = "\r\n";

    private final String boundary;
    private final OutputStream out;

    MultipartWriter(String boundary, OutputStream out) {
        this.boundary = boundary;
        this.out = out;
    }

    /** Random, so that no content can hold it. */
    static String newBoundary() {
        return "voxrelay-" + UUID.randomUUID();
    }

    void part(String contentType) throws IOException {
        text(LINE + "--" + boundary + LINE + "Content-Type: " + contentType + LINE + LINE);
    }

    void end() throws IOException {
        text(LINE + "--" + boundary + "--" + LINE);
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}

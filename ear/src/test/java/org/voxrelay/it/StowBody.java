package org.voxrelay.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** A multipart/related body (RFC 2046 section 5.1), written part by part as a test wants it. */
final class StowBody {
    static final String BOUNDARY = "b-1";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** @param headers lines of the part's header, without their ends */
    StowBody part(byte[] body, String... headers) throws IOException {
        text("\r\n--" + BOUNDARY + "\r\n");
        for (String header : headers) {
            text(header + "\r\n");
        }
        text("\r\n");
        bytes.write(body);
        return this;
    }

    /** A part with a type and a location. */
    StowBody bulk(String type, String location, byte[] body) throws IOException {
        return part(body, "Content-Type: " + type, "Content-Location: " + location);
    }

    byte[] end() throws IOException {
        text("\r\n--" + BOUNDARY + "--\r\n");
        return bytes.toByteArray();
    }

    /** As if the sender had stopped here. */
    byte[] cutOff() {
        return bytes.toByteArray();
    }

    private void text(String text) throws IOException {
        bytes.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] gzip(byte[] body) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }
}

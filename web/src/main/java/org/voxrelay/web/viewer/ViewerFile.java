package org.voxrelay.web.viewer;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One file of the viewer.
 *
 * @param path where it lies
 * @param length bytes
 * @param gzipLength bytes of the compressed form beside it, if there is one
 * @param changed last change, milliseconds since 1970
 */
record ViewerFile(Path path, long length, OptionalLong gzipLength, long changed) {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("jsonc", "application/json"),
            Map.entry("webapp", "application/manifest+json"),
            Map.entry("xml", "application/xml"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("txt", "text/plain; charset=utf-8"));
    private static final Pattern HASHED = Pattern.compile("(.*\\.)?[0-9a-f]{16}(\\..*)?");

    /** By the ending of its name; browsers compile no WebAssembly and run no module of another type. */
    String contentType() {
        String name = path.getFileName().toString();
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    /** Whether the name changes with the content, so that nobody needs to ask again. */
    boolean immutable() {
        return HASHED.matcher(path.getFileName().toString()).matches();
    }

    String etag() {
        return "\"" + Long.toHexString(length) + "-" + Long.toHexString(changed) + "\"";
    }

    Path gzipPath() {
        return Path.of(path + ".gz");
    }
}

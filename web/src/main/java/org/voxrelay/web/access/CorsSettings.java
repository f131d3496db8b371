package org.voxrelay.web.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Pages of which other origins may read our answers.
 *
 * @param everybody whether any page of the web may
 * @param origins scheme, host and port, as browsers write them
 */
record CorsSettings(boolean everybody, List<String> origins) {
    private static final String NAME = "VOXRELAY_CORS_ORIGINS";

    /** @throws IllegalArgumentException with what is wrong in the setting */
    static CorsSettings read() {
        return of(Optional.ofNullable(System.getProperty("voxrelay.cors.origins"))
                .or(() -> Optional.ofNullable(System.getenv(NAME)))
                .orElse(""));
    }

    static CorsSettings of(String list) {
        if (list.strip().equals("*")) {
            return new CorsSettings(true, List.of());
        }
        var origins = new ArrayList<String>();
        for (String item : list.split("[,\\s]+")) {
            if (!item.isEmpty()) {
                origins.add(origin(item));
            }
        }
        return new CorsSettings(false, List.copyOf(origins));
    }

    private static String origin(String text) {
        try {
            URI uri = new URI(text.toLowerCase(Locale.ROOT));
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getHost() != null && uri.getRawPath().isEmpty() && uri.getRawUserInfo() == null;
            if (http && bare && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri.toString();
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new IllegalArgumentException(
                NAME + " holds origins such as https://viewer.example.org:8443, or is *; this is none: " + text);
    }

    boolean allows(String origin) {
        return everybody || origins.contains(origin.toLowerCase(Locale.ROOT));
    }
}

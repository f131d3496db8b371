package org.voxrelay.web.access;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The header {@code Accept-Encoding} (RFC 9110 section 12.5.3). */
final class AcceptedCodings {
    private static final int MOST = 64;
    private final Map<String, Double> weights = new HashMap<>();

    /** @param header null if there was none */
    AcceptedCodings(String header) {
        if (header == null) {
            return;
        }
        for (String item : header.toLowerCase(Locale.ROOT).split(",", MOST)) {
            String[] parts = item.split(";", 2);
            weights.put(parts[0].strip(), parts.length == 1 ? 1 : quality(parts[1].strip()));
        }
    }

    private static double quality(String parameter) {
        return parameter.matches("q\\s*=\\s*[01](\\.\\d{0,3})?")
                ? Double.parseDouble(
                        parameter.substring(parameter.indexOf('=') + 1).strip())
                : 0;
    }

    /** How much a coding is wanted, from 0 (not at all) to 1. */
    double weight(String coding) {
        return weights.getOrDefault(coding, weights.getOrDefault("*", 0.0));
    }
}

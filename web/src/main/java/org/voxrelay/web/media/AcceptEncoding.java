package org.voxrelay.web.media;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What content codings a request takes: its header {@code Accept-Encoding} (RFC 9110 section 12.5.3). Without the header any
 * would do, and none is used; a body as it is may always be sent, for a request that takes nothing else is better served by it
 * than by an error.
 */
public final class AcceptEncoding {
    private static final int MOST = 64;
    private static final String ANY = "*";
    private static final String IDENTITY = "identity";

    private final Map<String, Double> weights = new HashMap<>();

    private AcceptEncoding(String header) {
        for (String item : header.toLowerCase(Locale.ROOT).split(",", MOST)) {
            String[] parts = item.split(";", 2);
            weights.put(name(parts[0].strip()), parts.length == 1 ? 1 : quality(parts[1].strip()));
        }
    }

    /** @param header null if there was none; what is no coding in it is passed over */
    public static AcceptEncoding of(String header) {
        return new AcceptEncoding(header == null ? "" : header);
    }

    /** An old name that means the same (RFC 9110 section 8.4.1.3). */
    private static String name(String coding) {
        return coding.equals("x-gzip") ? "gzip" : coding;
    }

    /** What is no quality is none: nobody is sent what they may not have meant. */
    private static double quality(String parameter) {
        return parameter.matches("q\\s*=\\s*(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
                ? Double.parseDouble(
                        parameter.substring(parameter.indexOf('=') + 1).strip())
                : 0;
    }

    /** How much a coding is wanted, from 0 (not at all) to 1. */
    public double weight(String coding) {
        return weights.getOrDefault(coding, weights.getOrDefault(ANY, 0.0));
    }

    /** Whether a coding is taken, and liked no less than the body as it is. */
    public boolean prefers(String coding) {
        return weight(coding) > 0 && weight(coding) >= weights.getOrDefault(IDENTITY, 0.0);
    }
}

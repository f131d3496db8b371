package org.voxrelay.web.media;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A media range of RFC 9110 section 12.5.1 with the parameters that DICOM gives it (PS3.18 section 8.7.3).
 *
 * @param parts what it says of the form: true for multipart/related, false for one part, empty for either
 * @param type of the answer or its parts, in lower case; {@code *} for any
 * @param subtype likewise
 * @param transferSyntax a UID or {@code *}; empty if it names none
 * @param quality 0 to 1; 0 for what is not wanted
 */
record MediaRange(
        Optional<Boolean> parts, String type, String subtype, Optional<String> transferSyntax, double quality) {
    private static final String ANY = "*";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TYPE = Pattern.compile("\\s*(" + TOKEN + ")/(" + TOKEN + ")?\\s*");
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*(" + TOKEN + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+))\\s*");

    /** @return empty for what is no media range: such are ignored (PS3.18 section 8.7.5) */
    static Optional<MediaRange> parse(String text) {
        String[] pieces = Lists.split(text, ';');
        Matcher name = TYPE.matcher(pieces[0]);
        if (!name.matches()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < pieces.length; i++) {
            Matcher parameter = PARAMETER.matcher(pieces[i]);
            if (parameter.matches()) {
                String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
                parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
            }
        }
        return of(lower(name.group(1)), lower(name.group(2)), parameters);
    }

    private static Optional<MediaRange> of(String type, String subtype, Map<String, String> parameters) {
        Optional<String> syntax = Optional.ofNullable(parameters.get("transfer-syntax"));
        double quality = quality(parameters.getOrDefault("q", "1"));
        if (type.equals("multipart")) {
            Matcher inner = TYPE.matcher(parameters.getOrDefault("type", "*/*"));
            return inner.matches() && (subtype.equals("related") || subtype.equals(ANY))
                    ? Optional.of(new MediaRange(
                            Optional.of(true), lower(inner.group(1)), lower(inner.group(2)), syntax, quality))
                    : Optional.empty();
        }
        Optional<Boolean> parts = type.equals(ANY) ? Optional.empty() : Optional.of(false);
        return Optional.of(new MediaRange(parts, type, subtype, syntax, quality));
    }

    /** A client in wide use writes {@code image/} for {@code image/*}. */
    private static String lower(String token) {
        return token == null ? ANY : token.toLowerCase(Locale.ROOT);
    }

    /** A quality that is none counts as 1, as if it were not there. */
    private static double quality(String text) {
        return text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 1;
    }

    boolean matches(Representation offer) {
        return matchesType(offer)
                && (transferSyntax.isEmpty() || offer.transferSyntaxUid().isEmpty()
                        ? transferSyntax.isPresent() || offer.isInDefaultSyntax()
                        : transferSyntax.get().equals(ANY)
                                || transferSyntax.get().equals(offer.transferSyntaxUid()));
    }

    /** Whether it takes the form and the type, in whatever transfer syntax. */
    boolean matchesType(Representation offer) {
        String[] wanted = offer.type().split("/");
        return (parts.isEmpty() || parts.get() == offer.multipart())
                && (type.equals(ANY) || type.equals(wanted[0]))
                && (subtype.equals(ANY) || subtype.equals(wanted[1]));
    }

    boolean isAnyType() {
        return type.equals(ANY);
    }

    /** The more specific of two ranges counts (RFC 9110 section 12.5.1). */
    int specificity() {
        int byType = type.equals(ANY) ? 0 : subtype.equals(ANY) ? 4 : 8;
        int bySyntax = transferSyntax.isPresent() && !transferSyntax.get().equals(ANY) ? 2 : 0;
        return byType + bySyntax + (parts.isPresent() ? 1 : 0);
    }
}

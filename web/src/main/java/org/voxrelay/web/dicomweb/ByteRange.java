package org.voxrelay.web.dicomweb;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an answer (RFC 9110 section 14).
 *
 * @param first from 0
 * @param length 0 for a range that begins behind the end
 */
record ByteRange(long first, long length) {
    private static final Pattern ONE = Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    /**
     * @param header the Range field
     * @param ifRange the If-Range field: the range counts only for the one who has the beginning of these bytes
     * @param tag of the bytes, without quotes
     * @return empty if all is to be sent: no range, several ranges, another unit, no sense
     */
    static Optional<ByteRange> of(Optional<String> header, Optional<String> ifRange, String tag, long total) {
        Matcher range = ONE.matcher(header.orElse(""));
        boolean same = ifRange.isEmpty() || ifRange.get().strip().equals('"' + tag + '"');
        if (!same || !range.matches()) {
            return Optional.empty();
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? Optional.empty() : Optional.of(last(Long.parseLong(to), total));
        }
        long first = Long.parseLong(from);
        long end = to.isEmpty() ? total : Math.min(total, Long.parseLong(to) + 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first, Math.max(0, end - first)));
    }

    private static ByteRange last(long count, long total) {
        long length = Math.min(count, total);
        return new ByteRange(total - length, length);
    }

    boolean isSatisfiable() {
        return length > 0;
    }

    /** The Content-Range field. */
    String of(long total) {
        return isSatisfiable() ? "bytes " + first + "-" + (first + length - 1) + "/" + total : "bytes */" + total;
    }
}

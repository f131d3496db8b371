package org.voxrelay.web.media;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.voxrelay.web.problem.Problem;

/**
 * What a request takes: its Accept header and its {@code accept} query parameter (PS3.18 sections 8.3.3.1 and 8.7). Of what
 * is liked equally the first that is offered is chosen, so the order of the offers is the server's own liking, and the first
 * is the default that a mere wildcard means.
 */
public final class Accept {
    /** Browsers name some ten. */
    private static final int MOST_RANGES = 100;

    private final List<MediaRange> query;
    private final List<MediaRange> header;

    private Accept(List<MediaRange> query, List<MediaRange> header) {
        this.query = query;
        this.header = header;
    }

    /**
     * @param header the fields' values; none at all takes anything (RFC 9110 section 12.5.1)
     * @param query values of the query parameter, decoded: a plus sign may have become a space
     * @throws Problem 400 for more ranges than anybody means
     */
    public static Accept of(List<String> header, List<String> query) {
        List<MediaRange> wanted = ranges(
                query.stream().map(value -> value.strip().replace("; ", ";").replace(' ', '+')));
        List<MediaRange> taken = ranges(header.stream());
        boolean silent = header.stream().allMatch(String::isBlank);
        return new Accept(wanted, silent ? ranges(Stream.of("*/*")) : taken);
    }

    private static List<MediaRange> ranges(Stream<String> values) {
        List<String> texts = values.flatMap(value -> Stream.of(Lists.split(value, ',')))
                .limit(MOST_RANGES + 1)
                .toList();
        if (texts.size() > MOST_RANGES) {
            throw Problem.badRequest("More than " + MOST_RANGES + " media ranges are accepted; name fewer.");
        }
        return texts.stream().flatMap(text -> MediaRange.parse(text).stream()).toList();
    }

    /** @return the offer that is liked most; empty if none is acceptable */
    public Optional<Representation> best(List<Representation> offers) {
        return best(offers, MediaRange::matches);
    }

    /** As {@link #best}, where the transfer syntax is chosen later, for each part on its own. */
    public Optional<Representation> bestType(List<Representation> offers) {
        return best(offers, MediaRange::matchesType);
    }

    private Optional<Representation> best(
            List<Representation> offers, BiPredicate<MediaRange, Representation> matching) {
        Predicate<Representation> takenByHeader = offer -> quality(header, offer, matching) > 0;
        // The parameter is for links in documents, whose header field the browser makes (PS3.18 section 8.3.3.1).
        Optional<Representation> linked =
                first(offers.stream().filter(takenByHeader).toList(), query, matching);
        return linked.isPresent() ? linked : first(offers, header, matching);
    }

    private static Optional<Representation> first(
            List<Representation> offers, List<MediaRange> ranges, BiPredicate<MediaRange, Representation> matching) {
        // Any type is the default type (PS3.18 section 8.7.5).
        BiPredicate<MediaRange, Representation> strict = (range, offer) -> matching.test(range, offer)
                && (!range.isAnyType() || offer.type().equals(offers.get(0).type()));
        double most = offers.stream()
                .mapToDouble(offer -> quality(ranges, offer, strict))
                .max()
                .orElse(0);
        return offers.stream()
                .filter(offer -> most > 0 && quality(ranges, offer, strict) == most)
                .findFirst();
    }

    private static double quality(
            List<MediaRange> ranges, Representation offer, BiPredicate<MediaRange, Representation> matching) {
        return ranges.stream()
                .filter(range -> matching.test(range, offer))
                .max(Comparator.comparingInt(MediaRange::specificity).thenComparingDouble(MediaRange::quality))
                .map(MediaRange::quality)
                .orElse(0.0);
    }

    /** Whether a range takes this type without naming a transfer syntax, so that the server may choose what it can. */
    public boolean leavesSyntaxOpen(Representation offer) {
        return Stream.concat(query.stream(), header.stream())
                .anyMatch(range -> range.quality() > 0 && range.transferSyntax().isEmpty() && range.matchesType(offer));
    }
}

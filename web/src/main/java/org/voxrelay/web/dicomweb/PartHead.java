package org.voxrelay.web.dicomweb;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;

/**
 * What the header of a part says, or that of a request.
 *
 * @param mediaType in lower case, without parameters; empty if none is given
 * @param parameters of the media type, by their names in lower case
 * @param location Content-Location, as it was written
 */
record PartHead(String mediaType, Map<String, String> parameters, Optional<String> location) {
    static final PartHead NONE = new PartHead("", Map.of(), Optional.empty());

    PartHead {
        parameters = Map.copyOf(parameters);
    }

    /** @param value of a header Content-Type */
    static PartHead ofType(String value) {
        return NONE.withType(value);
    }

    /** The same with one header more; those that say nothing to us are passed over. */
    PartHead with(String name, String value) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "content-type" -> withType(value);
            case "content-location" -> new PartHead(mediaType, parameters, Optional.of(value.strip()));
            default -> this;
        };
    }

    private PartHead withType(String value) {
        RawBody body = RawFieldParser.DEFAULT.parseRawBody(new RawField("Content-Type", value));
        var named = new HashMap<String, String>();
        for (NameValuePair pair : body.getParams()) {
            if (pair.getValue() != null) {
                named.putIfAbsent(pair.getName().toLowerCase(Locale.ROOT), pair.getValue());
            }
        }
        return new PartHead(body.getValue().strip().toLowerCase(Locale.ROOT), named, location);
    }

    /** Whether what it heads is taken apart in its turn, as a multipart body or a message is. */
    boolean hasParts() {
        return mediaType.startsWith("multipart/") || mediaType.equals("message/rfc822");
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }
}

package org.voxrelay.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the rules of a channel: regular expressions by the keyword of an attribute. */
final class ChannelRules {
    private ChannelRules() {}

    /** @param path where they stand, for {@code faults} */
    static Map<String, String> read(JsonNode match, String path, List<String> faults) {
        Map<String, String> rules = new HashMap<>();
        match.fields().forEachRemaining(rule -> {
            try {
                rules.put(
                        rule.getKey(), Pattern.compile(rule.getValue().asText()).pattern());
            } catch (PatternSyntaxException e) {
                faults.add(path + "." + rule.getKey() + " is no regular expression");
            }
        });
        return rules;
    }
}

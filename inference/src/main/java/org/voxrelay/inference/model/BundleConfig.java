package org.voxrelay.inference.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MONAI bundle's configuration. References ({@code @a#b}) are followed; of Python expressions only a literal, a
 * reference and a choice between two by a flag are understood. Anything else is a fault that names the expression.
 */
final class BundleConfig {
    private static final int DEEPEST = 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CHOICE = Pattern.compile("(.+?)\\s+if\\s+(not\\s+)?(@[\\w#:]+)\\s+else\\s+(.+)");
    private static final Pattern REFERENCE = Pattern.compile("@[\\w#:]+");

    private final JsonNode root;
    private final List<String> faults;

    BundleConfig(JsonNode root, List<String> faults) {
        this.root = root;
        this.faults = faults;
    }

    /** A value at the top, references followed. */
    JsonNode get(String name) {
        return resolve(root.path(name));
    }

    JsonNode resolve(JsonNode value) {
        return resolve(value, 0);
    }

    private JsonNode resolve(JsonNode value, int depth) {
        if (!value.isTextual() || depth > DEEPEST) {
            return value;
        }
        String text = value.textValue();
        if (text.startsWith("$")) {
            return evaluate(text.substring(1).strip(), depth, text);
        }
        return REFERENCE.matcher(text).matches() ? resolve(follow(text), depth + 1) : value;
    }

    private JsonNode follow(String reference) {
        JsonNode at = root;
        for (String part : reference.substring(1).split("#|::")) {
            at = at.isArray() && part.matches("\\d{1,4}") ? at.path(Integer.parseInt(part)) : at.path(part);
            at = at.isTextual() ? resolve(at, 1) : at;
        }
        if (at.isMissingNode()) {
            faults.add("configs/inference.json refers to '" + reference + "', which is not there");
        }
        return at;
    }

    private JsonNode evaluate(String expression, int depth, String whole) {
        if (REFERENCE.matcher(expression).matches()) {
            return resolve(follow(expression), depth + 1);
        }
        Matcher choice = CHOICE.matcher(expression);
        if (choice.matches()) {
            JsonNode flag = resolve(follow(choice.group(3)), depth + 1);
            boolean first = flag.asBoolean() == (choice.group(2) == null);
            return evaluate(choice.group(first ? 1 : 4).strip(), depth + 1, whole);
        }
        try {
            return JSON.readTree(literal(expression));
        } catch (JsonProcessingException e) {
            faults.add("the expression '" + whole + "' of configs/inference.json is not understood; write its value");
            return root.path("nothing there");
        }
    }

    private static String literal(String python) {
        return python.replace('(', '[')
                .replace(')', ']')
                .replace('\'', '"')
                .replace("True", "true")
                .replace("False", "false")
                .replace("None", "null");
    }
}

package org.voxrelay.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One configuration of nnU-Net's plans; what it lacks is in the one that it inherits from. */
record PlannedConfiguration(JsonNode plans, String name) {
    private static final int DEEPEST = 8;

    JsonNode get(String field) {
        String configuration = name;
        for (int depth = 0; depth < DEEPEST; depth++) {
            JsonNode node = plans.path("configurations").path(configuration);
            if (node.has(field) || !node.has("inherits_from")) {
                return node.path(field);
            }
            configuration = node.path("inherits_from").asText();
        }
        return plans.path("nothing there");
    }

    boolean has(String field) {
        JsonNode value = get(field);
        return !value.isMissingNode() && !value.isNull();
    }

    String text(String field, String fallback) {
        return get(field).asText(fallback);
    }

    List<Double> numbers(String field) {
        List<Double> numbers = new ArrayList<>();
        get(field).forEach(number -> numbers.add(number.asDouble()));
        return numbers;
    }

    List<Integer> wholeNumbers(String field) {
        return numbers(field).stream().map(Double::intValue).toList();
    }
}

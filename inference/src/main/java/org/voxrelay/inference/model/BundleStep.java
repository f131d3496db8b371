package org.voxrelay.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One object with a {@code _target_} in a bundle. Parameters that nobody asked for are faults: they would be ignored. */
final class BundleStep {
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "_target_",
            "_desc_",
            "_disabled_",
            "keys",
            "allow_missing_keys",
            "meta_keys",
            "meta_key_postfix",
            "lazy",
            "dtype",
            "to_tensor",
            "device",
            "track_meta");

    private final JsonNode node;
    private final BundleConfig config;
    private final List<String> faults;
    private final Set<String> used = new HashSet<>(WITHOUT_EFFECT);

    BundleStep(JsonNode node, BundleConfig config, List<String> faults) {
        this.node = node;
        this.config = config;
        this.faults = faults;
    }

    /** Name of the class without package and without the d of the dictionary form. */
    String kind() {
        String target = node.path("_target_").asText();
        String name = target.substring(target.lastIndexOf('.') + 1);
        return name.replaceAll("(?<=[a-z])(d|D|Dict)$", "");
    }

    boolean isDisabled() {
        return config.resolve(node.path("_disabled_")).asBoolean(false);
    }

    void ignore(String... parameters) {
        used.addAll(List.of(parameters));
    }

    private JsonNode value(String parameter) {
        used.add(parameter);
        JsonNode value = config.resolve(node.path(parameter));
        return value.isNull() ? node.path("nothing there") : value;
    }

    private JsonNode first(String parameter) {
        JsonNode value = value(parameter);
        return value.isArray() && !value.isEmpty() ? value.get(0) : value;
    }

    boolean has(String parameter) {
        return !value(parameter).isMissingNode();
    }

    double number(String parameter, double fallback) {
        JsonNode value = first(parameter);
        if (!value.isMissingNode() && !value.isNumber()) {
            faults.add(kind() + "'s " + parameter + " is no number");
        }
        return value.asDouble(fallback);
    }

    boolean flag(String parameter, boolean fallback) {
        return first(parameter).asBoolean(fallback);
    }

    String text(String parameter, String fallback) {
        return first(parameter).asText(fallback);
    }

    Optional<Double> optional(String parameter) {
        JsonNode value = first(parameter);
        return value.isNumber() ? Optional.of(value.asDouble()) : Optional.empty();
    }

    /** Three numbers; one stands for three. What is absent in the list, or below 0, is 0. */
    List<Double> three(String parameter, double fallback) {
        JsonNode value = value(parameter);
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JsonNode one = value.isArray() ? value.path(i) : value;
            numbers.add(Math.max(0, one.asDouble(value.isMissingNode() ? fallback : 0)));
        }
        return numbers;
    }

    List<Integer> threeWhole(String parameter, int fallback) {
        return three(parameter, fallback).stream().map(Double::intValue).toList();
    }

    List<Integer> wholeNumbers(String parameter) {
        JsonNode value = value(parameter);
        List<Integer> numbers = new ArrayList<>();
        if (value.isNumber()) {
            numbers.add(value.asInt());
        }
        value.forEach(one -> numbers.add(one.asInt()));
        return numbers;
    }

    /** Notes a fault unless a parameter is absent or one of these. */
    void only(String parameter, String... allowed) {
        JsonNode value = first(parameter);
        if (!value.isMissingNode() && !List.of(allowed).contains(value.asText())) {
            faults.add(kind() + " with " + parameter + " = " + value.asText() + " is not supported");
        }
    }

    /** Notes each parameter that was not asked for. */
    void rejectTheRest() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!used.contains(name) && !node.path(name).isNull()) {
                faults.add(kind() + "'s parameter " + name + " is not supported");
            }
        }
    }
}

package org.voxrelay.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fields of a JSON object. What is missing or wrong is noted as a fault, and a stand-in is returned. */
record JsonFields(String path, JsonNode node, List<String> faults) {

    boolean has(String field) {
        return node.has(field);
    }

    boolean flag(String field, boolean fallback) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            faults.add(path + field + " must be true or false");
        }
        return value.asBoolean(fallback);
    }

    /** A constant of an enum by its name in camel case, for example lastMoved. */
    <E extends Enum<E>> E choice(String field, Class<E> choices, E fallback) {
        if (!has(field)) {
            return fallback;
        }
        String wanted = node.path(field).asText();
        List<String> names = new ArrayList<>();
        for (E choice : choices.getEnumConstants()) {
            String name = camelCase(choice.name());
            if (name.equals(wanted)) {
                return choice;
            }
            names.add(name);
        }
        faults.add(path + field + " must be one of " + String.join(", ", names));
        return fallback;
    }

    private static String camelCase(String constant) {
        var name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    List<Integer> integers(String field, int least, int most) {
        JsonNode values = node.path(field);
        if (!values.isArray()) {
            faults.add(path + field + " must be a list of numbers");
            return List.of();
        }
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            result.add(checked(field + "[" + i + "]", values.get(i), least, most));
        }
        return result;
    }

    List<Double> numbers(String field, int count, double least, double most) {
        JsonNode values = node.path(field);
        List<Double> result = new ArrayList<>();
        boolean usable = values.isArray() && values.size() == count;
        for (int i = 0; i < count; i++) {
            JsonNode value = values.path(i);
            usable &= value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most;
            result.add(value.asDouble());
        }
        if (!usable) {
            faults.add(path + field + " must be a list of " + count + " numbers from " + least + " to " + most);
        }
        return result;
    }

    String text(String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            faults.add(path + field + " must be a text");
            return "";
        }
        return value.textValue();
    }

    int integer(String field, int least, int most) {
        return checked(field, node.path(field), least, most);
    }

    private int checked(String field, JsonNode value, int least, int most) {
        if (!value.canConvertToInt()
                || !value.isIntegralNumber()
                || value.intValue() < least
                || value.intValue() > most) {
            faults.add(path + field + " must be a whole number from " + least + " to " + most);
            return least;
        }
        return value.intValue();
    }

    double number(String field, double least, double most) {
        JsonNode value = node.path(field);
        if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
            faults.add(path + field + " must be a number from " + least + " to " + most);
            return least;
        }
        return value.doubleValue();
    }

    int[] integers(String field, int count, int least, int most) {
        JsonNode values = node.path(field);
        int[] result = new int[count];
        if (!values.isArray() || values.size() != count) {
            faults.add(path + field + " must be a list of " + count + " numbers");
            return result;
        }
        for (int i = 0; i < count; i++) {
            result[i] = checked(field + "[" + i + "]", values.get(i), least, most);
        }
        return result;
    }

    JsonFields object(String field) {
        return within(field, node.path(field));
    }

    List<JsonFields> objects(String field) {
        JsonNode values = node.path(field);
        if (!values.isArray()) {
            faults.add(path + field + " must be a list");
            return List.of();
        }
        List<JsonFields> objects = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            objects.add(within(field + "[" + i + "]", values.get(i)));
        }
        return objects;
    }

    private JsonFields within(String field, JsonNode value) {
        if (!value.isObject()) {
            faults.add(path + field + " must be an object");
            return new JsonFields(path + field + ".", MissingNode.getInstance(), new ArrayList<>());
        }
        return new JsonFields(path + field + ".", value, faults);
    }
}

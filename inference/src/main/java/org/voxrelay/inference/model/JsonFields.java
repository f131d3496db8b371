package org.voxrelay.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** The fields of a JSON object. What is missing or wrong is noted as a fault, and a stand-in is returned. */
record JsonFields(String path, JsonNode node, List<String> faults) {

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

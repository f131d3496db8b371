package org.voxrelay.config;

import java.util.function.UnaryOperator;

/** Reads single settings; what is absent or blank has its default, what is wrong is named. */
record Values(UnaryOperator<String> source) {
    String text(String name, String fallback) {
        String value = source.apply("voxrelay." + name);
        return value == null || value.isBlank() ? fallback : value.strip();
    }

    boolean flag(String name) {
        String value = text(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("voxrelay." + name + " must be true or false: " + value);
        }
        return value.equals("true");
    }

    long number(String name, long fallback, long least, long most) {
        String value = text(name, Long.toString(fallback));
        try {
            return within(name, Long.parseLong(value), least, most);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("voxrelay." + name + " is not a whole number: " + value);
        }
    }

    double decimal(String name, double fallback, double least, double most) {
        String value = text(name, Double.toString(fallback));
        try {
            double number = Double.parseDouble(value);
            if (!(number >= least && number <= most)) {
                throw new IllegalArgumentException(
                        "voxrelay." + name + " must be from " + least + " to " + most + ": " + value);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("voxrelay." + name + " is not a number: " + value);
        }
    }

    private long within(String name, long number, long least, long most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "voxrelay." + name + " must be from " + least + " to " + most + ": " + number);
        }
        return number;
    }
}

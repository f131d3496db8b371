package org.voxrelay.inference.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.voxrelay.inference.model.Label.Rgb;

/**
 * Codes and colours of structures that models name often: those of TotalSegmentator and the usual names of organs and
 * lesions. So a label's name is enough in a package. The table is {@code labels.csv} beside this class.
 */
public final class LabelTable {
    private static final String SCT = "SCT";
    private static final Map<String, Coding> CATEGORIES = Map.of(
            "structure", new Coding("123037004", SCT, "Anatomical Structure"),
            "tissue", new Coding("85756007", SCT, "Tissue"),
            "substance", new Coding("91720002", SCT, "Body Substance"),
            "altered", new Coding("49755003", SCT, "Morphologically Altered Structure"));
    private static final Map<String, Coding> SIDES =
            Map.of("left", new Coding("7771000", SCT, "Left"), "right", new Coding("24028007", SCT, "Right"));
    private static final Map<String, Entry> ENTRIES = read();

    /** What the table has about a name. */
    record Entry(Coding category, Coding type, Optional<Coding> side, Optional<Coding> region, Rgb colour) {
        Label label(int number, String name) {
            return new Label(number, name, category, type, side, region, colour);
        }
    }

    private LabelTable() {}

    /** @param name in any spelling of case, spaces, hyphens and underscores */
    public static Optional<Label> find(int number, String name) {
        return Optional.ofNullable(ENTRIES.get(plain(name))).map(entry -> entry.label(number, name));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "_");
    }

    private static Map<String, Entry> read() {
        var entries = new HashMap<String, Entry>();
        try (InputStream stream = LabelTable.class.getResourceAsStream("labels.csv");
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(line -> line.split(",", -1)).forEach(f -> entries.put(plain(f[0]), entry(f)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(entries);
    }

    private static Entry entry(String[] field) {
        return new Entry(
                CATEGORIES.get(field[1]),
                new Coding(field[2], SCT, field[3]),
                Optional.ofNullable(SIDES.get(field[4])),
                field[5].isEmpty() ? Optional.empty() : Optional.of(new Coding(field[5], SCT, field[6])),
                new Rgb(Integer.parseInt(field[7]), Integer.parseInt(field[8]), Integer.parseInt(field[9])));
    }
}

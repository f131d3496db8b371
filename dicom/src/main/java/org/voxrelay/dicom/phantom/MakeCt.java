package org.voxrelay.dicom.phantom;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a made CT series to a folder: {@code MakeCt FOLDER [name=value ...]}, the names being orientation, columns,
 * rows, slices, noise, seed, order, fault, and name (of the study; {@code fresh} for one that nobody has).
 */
public final class MakeCt {
    private static final Map<String, String> DEFAULTS = Map.of(
            "orientation", "axial",
            "columns", "256",
            "rows", "256",
            "slices", "60",
            "noise", "8",
            "seed", "1",
            "order", "along_normal",
            "fault", "none",
            "name", "fresh");

    private MakeCt() {}

    /** Prints the folder, the number of files and the Study Instance UID; ends with 2 for a wrong command line. */
    public static void main(String... args) throws IOException {
        if (args.length == 0) {
            usage("No folder is given.");
            return;
        }
        try {
            Path folder = Path.of(args[0]);
            PhantomSeries series = series(settings(Arrays.copyOfRange(args, 1, args.length)));
            int files = series.write(folder).size();
            System.out.println(files + " images in " + folder + ", study "
                    + series.identity().study());
        } catch (IllegalArgumentException e) {
            usage(e.getMessage());
        }
    }

    static PhantomSeries series(Map<String, String> settings) {
        CtPhantom phantom = CtPhantom.of(
                        Orientation.valueOf(upper(settings.get("orientation"))),
                        Integer.parseInt(settings.get("columns")),
                        Integer.parseInt(settings.get("rows")),
                        Integer.parseInt(settings.get("slices")))
                .withNoise(Double.parseDouble(settings.get("noise")))
                .withSeed(Long.parseLong(settings.get("seed")));
        String name = settings.get("name");
        PhantomIdentity identity =
                name.equals("fresh") ? PhantomIdentity.fresh(LocalDateTime.now()) : PhantomIdentity.named(name);
        return new PhantomSeries(
                phantom,
                identity,
                SliceOrder.valueOf(upper(settings.get("order"))),
                Fault.valueOf(upper(settings.get("fault"))));
    }

    static Map<String, String> settings(String... args) {
        Map<String, String> settings = new TreeMap<>(DEFAULTS);
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            if (pair.length != 2 || !DEFAULTS.containsKey(pair[0])) {
                throw new IllegalArgumentException("Not a setting: " + arg);
            }
            settings.put(pair[0], pair[1]);
        }
        return settings;
    }

    private static String upper(String value) {
        return value.toUpperCase(Locale.ROOT);
    }

    private static void usage(String fault) {
        System.err.println(fault);
        System.err.println("MakeCt FOLDER [name=value ...] with " + new TreeMap<>(DEFAULTS));
        System.exit(2);
    }
}

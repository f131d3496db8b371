package org.voxrelay.dicom.image;

import java.util.Locale;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/**
 * A window on values after the modality transform (PS3.3 C.11.2.1.2, C.11.2.1.3).
 *
 * @param width at least 1 for LINEAR, above 0 for the others
 */
public record Window(double center, double width, Function function) {
    /** How values within the window become grey. */
    public enum Function {
        LINEAR,
        LINEAR_EXACT,
        SIGMOID
    }

    public Window {
        boolean wide = function == Function.LINEAR ? width >= 1 : width > 0;
        if (!Double.isFinite(center) || !Double.isFinite(width) || !wide) {
            throw new IllegalArgumentException("no window: center " + center + ", width " + width);
        }
    }

    /** @return the first window of a data set or of a Frame VOI LUT item; empty if there is none that makes sense */
    public static Optional<Window> of(Attributes item) {
        double center = item.getDouble(Tag.WindowCenter, Double.NaN);
        double width = item.getDouble(Tag.WindowWidth, Double.NaN);
        Function function =
                switch (item.getString(Tag.VOILUTFunction, "LINEAR").strip().toUpperCase(Locale.ROOT)) {
                    case "LINEAR_EXACT" -> Function.LINEAR_EXACT;
                    case "SIGMOID" -> Function.SIGMOID;
                    default -> Function.LINEAR;
                };
        boolean usable = Double.isFinite(center) && Double.isFinite(width) && width > 0;
        if (!usable || function == Function.LINEAR && width < 1) {
            return Optional.empty();
        }
        return Optional.of(new Window(center, width, function));
    }

    /** @return the window that shows all from the least to the most value */
    public static Window between(double least, double most) {
        double width = Math.max(most - least, Math.ulp(Math.max(Math.abs(least), Math.abs(most))));
        return new Window(least + width / 2, Math.max(width, Double.MIN_NORMAL), Function.LINEAR_EXACT);
    }

    /** @return 0 for black to 1 for white */
    double grey(double value) {
        return switch (function) {
            case LINEAR ->
                width == 1 ? value <= center - 0.5 ? 0 : 1 : clamp((value - (center - 0.5)) / (width - 1) + 0.5);
            case LINEAR_EXACT -> clamp((value - center) / width + 0.5);
            case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
        };
    }

    private static double clamp(double grey) {
        return Math.max(0, Math.min(1, grey));
    }
}

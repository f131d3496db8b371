package org.voxrelay.query;

import java.util.List;
import java.util.function.UnaryOperator;
import org.voxrelay.db.Folding;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;

/**
 * Matching on attributes as they stand (PS3.4 section C.2.2.2): single value, wildcard, range, list of UIDs and sequences. As
 * in the database, neither case nor accents matter in names and descriptions.
 */
final class AttributeFilter {
    private static final int DEEPEST = 8;

    private AttributeFilter() {}

    /** Whether the value of this key is of a kind that can be matched; no value always can. */
    static boolean canMatch(Attributes keys, int tag) {
        return canMatch(keys, tag, 0);
    }

    private static boolean canMatch(Attributes keys, int tag, int depth) {
        VR vr = keys.getVR(tag).orElse(VR.UN);
        if (vr == VR.SQ) {
            List<Attributes> items = keys.getItems(tag);
            return depth < DEEPEST
                    && items.size() <= 1
                    && items.stream().allMatch(item -> canMatchAll(item, depth + 1));
        }
        return !keys.containsValue(tag) || isText(vr);
    }

    private static boolean canMatchAll(Attributes item, int depth) {
        for (int tag : item.tags()) {
            if (!canMatch(item, tag, depth)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(VR vr) {
        return switch (vr) {
            case OB, OW, OF, OD, OL, OV, UN, AT, SQ -> false;
            case AE, AS, CS, DA, DS, DT, FD, FL, IS, LO, LT, PN, SH, SL, SS, ST, SV, TM, UC, UI, UL, UR, US, UT, UV ->
                true;
        };
    }

    /** Whether all keys match. */
    static boolean match(Attributes keys, Attributes found) {
        for (int tag : keys.tags()) {
            if (!match(keys, tag, found)) {
                return false;
            }
        }
        return true;
    }

    private static boolean match(Attributes keys, int tag, Attributes found) {
        VR vr = keys.getVR(tag).orElse(VR.UN);
        if (vr == VR.SQ) {
            return keys.getItems(tag).stream()
                    .filter(item -> !isUniversal(item))
                    .allMatch(item -> found.getItems(tag).stream().anyMatch(other -> match(item, other)));
        }
        List<String> wanted = keys.getStrings(tag).stream()
                .filter(value -> !value.isBlank() && !value.chars().allMatch(c -> c == '*'))
                .toList();
        if (wanted.isEmpty()) {
            return true;
        }
        List<String> values = found.getStrings(tag);
        return vr == VR.UI
                ? values.stream().anyMatch(wanted::contains)
                : values.stream().anyMatch(value -> match(vr, wanted.get(0), value));
    }

    private static boolean isUniversal(Attributes item) {
        for (int tag : item.tags()) {
            if (item.containsValue(tag)) {
                return false;
            }
        }
        return true;
    }

    private static boolean match(VR vr, String wanted, String value) {
        return switch (vr) {
            case DA, TM, DT -> inRange(wanted.strip(), value.strip());
            case IS, DS, US, SS, UL, SL, UV, SV, FL, FD -> isSameNumber(wanted, value);
            case PN -> glob(wanted, value, Folding::foldName);
            case LO, LT, SH, ST, UC, UT -> glob(wanted, value, Folding::fold);
            case AE, AS, AT, CS, OB, OD, OF, OL, OV, OW, SQ, UI, UN, UR -> glob(wanted, value, Folding::clean);
        };
    }

    private static boolean glob(String wanted, String value, UnaryOperator<String> normal) {
        return Glob.matches(normal.apply(wanted), normal.apply(value));
    }

    /** A shorter limit is the whole day, hour, minute that it names. */
    private static boolean inRange(String wanted, String value) {
        int dash = wanted.indexOf('-');
        String from = dash < 0 ? wanted : wanted.substring(0, dash);
        String to = dash < 0 ? wanted : wanted.substring(dash + 1);
        boolean late = from.isEmpty() || cut(value, from.length()).compareTo(from) >= 0;
        boolean early = to.isEmpty() || cut(value, to.length()).compareTo(to) <= 0;
        return !value.isEmpty() && late && early;
    }

    private static String cut(String value, int length) {
        return value.substring(0, Math.min(length, value.length()));
    }

    private static boolean isSameNumber(String wanted, String value) {
        try {
            return Double.parseDouble(wanted.strip()) == Double.parseDouble(value.strip());
        } catch (NumberFormatException e) {
            return wanted.strip().equals(value.strip());
        }
    }
}

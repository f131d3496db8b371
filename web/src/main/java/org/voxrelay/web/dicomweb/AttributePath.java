package org.voxrelay.web.dicomweb;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.web.problem.Problem;

/**
 * Names an attribute of a query (PS3.18 section 8.3.4.1): a keyword or eight hexadecimal digits; within sequences several with
 * dots between, all but the last one a sequence.
 *
 * @param tags at least one
 */
record AttributePath(List<Integer> tags) {
    private static final int LONGEST = 8;

    /** @throws Problem 400 if there is no such attribute */
    static AttributePath parse(String text) {
        String[] names = text.split("\\.", -1);
        if (names.length > LONGEST) {
            throw Problem.badRequest("An attribute lies within at most " + (LONGEST - 1) + " sequences.");
        }
        var tags = new ArrayList<Integer>();
        for (String name : names) {
            tags.add(tag(name, text));
        }
        for (int tag : tags.subList(0, tags.size() - 1)) {
            if (ElementDictionary.vrOf(tag) != VR.SQ) {
                throw Problem.badRequest(name(tag) + " is no sequence: nothing can lie within it.");
            }
        }
        return new AttributePath(List.copyOf(tags));
    }

    private static int tag(String name, String whole) {
        if (name.matches("[0-9A-Fa-f]{8}")) {
            return Integer.parseUnsignedInt(name, 16);
        }
        OptionalInt tag = ElementDictionary.tagOf(name);
        if (tag.isEmpty()) {
            throw Problem.badRequest("There is no attribute with the keyword or tag " + printable(whole) + ".");
        }
        return tag.getAsInt();
    }

    /** A keyword where there is one. */
    static String name(int tag) {
        return ElementDictionary.keywordOf(tag).orElseGet(() -> String.format("%08X", tag));
    }

    private static String printable(String name) {
        return name.substring(0, Math.min(64, name.length())).replaceAll("[^A-Za-z0-9.]", "?");
    }

    /** The outermost tag. */
    int first() {
        return tags.get(0);
    }

    /** What is asked about. */
    int last() {
        return tags.get(tags.size() - 1);
    }

    /** Puts a value where this path leads, with the items on the way. */
    void set(Attributes keys, String... values) {
        Attributes item = keys;
        for (int tag : tags.subList(0, tags.size() - 1)) {
            Attributes outer = item;
            item = outer.getItem(tag).orElseGet(() -> outer.newItem(tag));
        }
        item.setString(last(), VR.UC, values);
    }
}

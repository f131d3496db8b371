package org.voxrelay.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import org.voxrelay.archive.KeyValue;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;

/**
 * Keys that are matched in a column {@code keys}: single values by containment, which an index answers; ranges, wildcards and
 * empty values by looking into the documents of the rows that the other keys leave. Keys within a sequence must meet in one
 * item (PS3.4 section C.2.2.2.6).
 */
final class DocumentKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int DEEPEST = 8;

    private final Where where;
    private final MatchOptions options;

    DocumentKeys(Where where, MatchOptions options) {
        this.where = where;
        this.options = options;
    }

    /**
     * @param document the column
     * @param name of the attribute in it
     * @param vr that its values have there
     */
    void add(String document, String name, VR vr, Attributes keys, int tag) throws BadKeyException {
        add(where, document, name, vr, keys, tag, 0);
    }

    private void add(Where to, String document, String name, VR vr, Attributes keys, int tag, int depth)
            throws BadKeyException {
        List<Attributes> items = keys.getItems(tag);
        if (!items.isEmpty()) {
            addItem(to, document, name, items.get(0), depth);
            return;
        }
        List<String> values = Keys.values(keys, tag);
        if (values.isEmpty()) {
            return;
        }
        if (options.isEmptyKey(values.get(0))) {
            to.and(DocumentValues.member(document, name) + " is null");
        } else if (vr == VR.SQ) {
            throw new BadKeyException("a sequence has no value: name a key in it, with a dot between");
        } else {
            new DocumentValues(to, document, name, vr).add(values, options);
        }
    }

    private void addItem(Where to, String document, String name, Attributes item, int depth) throws BadKeyException {
        if (depth == DEEPEST) {
            throw new BadKeyException("more than " + DEEPEST + " sequences within each other");
        }
        ObjectNode exact = exact(item, depth + 1);
        if (!exact.isEmpty()) {
            ObjectNode outer = JSON.createObjectNode();
            outer.putArray(name).add(exact);
            to.and(document + " @> ?::jsonb", outer.toString());
        }
        if (!isExact(item)) {
            var inner = new Where();
            String alias = "k" + depth;
            for (int tag : item.tags()) {
                add(inner, alias, HEX.toHexDigits(tag), ElementDictionary.vrOf(tag), item, tag, depth + 1);
            }
            to.andExists("jsonb_array_elements(" + DocumentValues.member(document, name) + ") " + alias, inner);
        }
    }

    /** What of an item is single values: a document that one of the items must contain. */
    private ObjectNode exact(Attributes item, int depth) throws BadKeyException {
        ObjectNode exact = JSON.createObjectNode();
        for (int tag : item.tags()) {
            List<Attributes> items = item.getItems(tag);
            List<String> values = Keys.values(item, tag);
            if (!items.isEmpty() && depth < DEEPEST) {
                ObjectNode inner = exact(items.get(0), depth + 1);
                if (!inner.isEmpty()) {
                    exact.putArray(HEX.toHexDigits(tag)).add(inner);
                }
            } else if (isExactValue(tag, values)) {
                VR vr = ElementDictionary.vrOf(tag);
                var list = exact.putArray(HEX.toHexDigits(tag));
                values.forEach(value -> list.add(KeyValue.normal(vr, value)));
            }
        }
        return exact;
    }

    private boolean isExact(Attributes item) {
        for (int tag : item.tags()) {
            List<Attributes> items = item.getItems(tag);
            List<String> values = Keys.values(item, tag);
            boolean exact = items.isEmpty() ? values.isEmpty() || isExactValue(tag, values) : isExact(items.get(0));
            if (!exact) {
                return false;
            }
        }
        return true;
    }

    private boolean isExactValue(int tag, List<String> values) {
        return !values.isEmpty() && DocumentValues.areExact(ElementDictionary.vrOf(tag), values, options);
    }
}

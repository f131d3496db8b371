package org.voxrelay.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;

/**
 * The column {@code keys}: what a row is searched for beside its columns, as a JSON object. An attribute is a member with its
 * tag for a name and its values, each a {@link KeyValue}, as a list; a sequence is a list of such objects. So the database
 * answers a key by containment, with an index, and keys of one item meet in one item (PS3.4 section C.2.2.2.6).
 */
final class KeyDocument {
    private static final JsonFactory JSON = new JsonFactory();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int DEEPEST = 8;
    private static final int MOST_VALUES = 1024;

    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;
    private int values;

    private KeyDocument() throws IOException {
        json = JSON.createGenerator(text);
    }

    /** Whether values of this kind are searched: text, dates, numbers, and sequences of such. */
    static boolean isSearchable(VR vr) {
        return switch (vr) {
            case OB, OW, OF, OD, OL, OV, UN, AT -> false;
            case AE,
                    AS,
                    CS,
                    DA,
                    DS,
                    DT,
                    FD,
                    FL,
                    IS,
                    LO,
                    LT,
                    PN,
                    SH,
                    SL,
                    SQ,
                    SS,
                    ST,
                    SV,
                    TM,
                    UC,
                    UI,
                    UL,
                    UR,
                    US,
                    UT,
                    UV -> true;
        };
    }

    /**
     * The document of a data set.
     *
     * @param tags standard attributes that it holds
     * @param extra the others that it holds
     */
    static String of(Attributes dataset, int[] tags, List<ExtraAttribute> extra) {
        try {
            var document = new KeyDocument();
            document.json.writeStartObject();
            for (int tag : tags) {
                document.write(
                        dataset, tag, HEX.toHexDigits(tag), dataset.getVR(tag).orElse(VR.UN), 0);
            }
            for (ExtraAttribute attribute : extra) {
                document.write(dataset, attribute);
            }
            document.json.writeEndObject();
            document.json.close();
            return document.text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private void write(Attributes dataset, ExtraAttribute attribute) throws IOException {
        int tag = attribute.isPrivate()
                ? dataset.privateTag(attribute.creator(), attribute.tag()).orElse(attribute.tag())
                : attribute.tag();
        write(dataset, tag, attribute.key(), attribute.vrIn(dataset), 0);
    }

    /** Writes nothing where there is no value: an absent member is an empty value. */
    private void write(Attributes dataset, int tag, String name, VR vr, int depth) throws IOException {
        if (vr == VR.SQ) {
            writeItems(dataset.getItems(tag), name, depth);
        } else if (isSearchable(vr)) {
            writeValues(dataset.getStrings(tag), name, vr);
        }
    }

    private void writeItems(List<Attributes> items, String name, int depth) throws IOException {
        if (items.isEmpty() || depth == DEEPEST) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (Attributes item : items) {
            json.writeStartObject();
            for (int tag : item.tags()) {
                if (!ElementDictionary.isPrivate(tag)) {
                    write(item, tag, HEX.toHexDigits(tag), item.getVR(tag).orElse(VR.UN), depth + 1);
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeValues(List<String> raw, String name, VR vr) throws IOException {
        List<String> normal = raw.stream()
                .map(value -> KeyValue.normal(vr, value))
                .filter(value -> !value.isEmpty())
                .limit(MOST_VALUES - values)
                .toList();
        if (normal.isEmpty()) {
            return;
        }
        values += normal.size();
        json.writeArrayFieldStart(name);
        for (String value : normal) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}

package org.voxrelay.dicom.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.PersonName;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/** Writes data sets as JSON objects (PS3.18 section F.2). */
final class JsonWriter {
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final long MAX_EXACT = 1L << 53; // what a reader that knows only doubles can hold

    private final JsonGenerator json;
    private final BulkDataUri bulkDataUri;

    JsonWriter(JsonGenerator json, BulkDataUri bulkDataUri) {
        this.json = json;
        this.bulkDataUri = bulkDataUri;
    }

    void write(Attributes dataset) throws IOException {
        writeObject(dataset, "");
    }

    private void writeObject(Attributes dataset, String path) throws IOException {
        json.writeStartObject();
        for (int tag : dataset.tags()) {
            boolean groupLength = (tag & 0xFFFF) == 0;
            boolean besideDataSet = tag >>> 16 == 0 || tag >>> 16 == 2;
            if (!groupLength && !besideDataSet) {
                writeAttribute(dataset, tag, path);
            }
        }
        json.writeEndObject();
    }

    private void writeAttribute(Attributes dataset, int tag, String path) throws IOException {
        VR vr = dataset.getVR(tag).orElseThrow();
        Object value = dataset.getValue(tag).orElseThrow();
        String name = HEX.toHexDigits(tag);
        json.writeFieldName(name);
        json.writeStartObject();
        json.writeStringField("vr", vr.code());
        if (tag == Tag.SpecificCharacterSet) {
            writeUtf8();
        } else if (value instanceof Sequence items) {
            writeItems(items, path + name);
        } else if (dataset.containsValue(tag)) {
            writeValue(dataset, tag, vr, value, path + name);
        }
        json.writeEndObject();
    }

    /** The text of this JSON is UTF-8, whatever the data set was coded in. */
    private void writeUtf8() throws IOException {
        json.writeArrayFieldStart("Value");
        json.writeString("ISO_IR 192");
        json.writeEndArray();
    }

    private void writeItems(Sequence items, String path) throws IOException {
        if (items.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("Value");
        for (int i = 0; i < items.size(); i++) {
            writeObject(items.get(i), path + "/" + (i + 1) + "/");
        }
        json.writeEndArray();
    }

    private void writeValue(Attributes dataset, int tag, VR vr, Object value, String path) throws IOException {
        boolean inMemory = value instanceof byte[] || value instanceof String[];
        if (!inMemory || isBinary(vr)) {
            Optional<String> uri = bulkDataUri.of(path, vr, value);
            if (uri.isPresent()) {
                json.writeStringField("BulkDataURI", uri.get());
            } else if (inMemory) {
                json.writeFieldName("InlineBinary");
                json.writeBinary(dataset.getBytes(tag).orElseThrow());
            }
            return;
        }
        json.writeArrayFieldStart("Value");
        writeValues(vr, dataset, tag);
        json.writeEndArray();
    }

    static boolean isBinary(VR vr) {
        return switch (vr) {
            case OB, OD, OF, OL, OV, OW, UN -> true;
            default -> false;
        };
    }

    private void writeValues(VR vr, Attributes dataset, int tag) throws IOException {
        List<String> values = dataset.getStrings(tag);
        for (String value : values) {
            switch (vr) {
                case PN -> writePersonName(value);
                case DS, IS -> writeDecimal(value);
                case FD, FL -> writeFloating(value);
                case SS, SL, US, UL -> json.writeNumber(value);
                case SV, UV -> write64(value);
                default -> writeText(value);
            }
        }
    }

    private void writeText(String value) throws IOException {
        if (value.isEmpty()) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }

    private void writePersonName(String value) throws IOException {
        if (value.isEmpty()) {
            json.writeNull();
            return;
        }
        PersonName name = PersonName.parse(value);
        json.writeStartObject();
        writeGroup("Alphabetic", name.alphabetic());
        writeGroup("Ideographic", name.ideographic());
        writeGroup("Phonetic", name.phonetic());
        json.writeEndObject();
    }

    private void writeGroup(String name, String group) throws IOException {
        if (!group.isEmpty()) {
            json.writeStringField(name, group);
        }
    }

    /** As a number where its digits are one in JSON; else as a string, so that nothing is lost. */
    private void writeDecimal(String value) throws IOException {
        String plain = value.startsWith("+") ? value.substring(1) : value;
        if (JSON_NUMBER.matcher(plain).matches()) {
            json.writeNumber(plain);
        } else {
            writeText(value);
        }
    }

    private void writeFloating(String value) throws IOException {
        if (value.equals("NaN") || value.endsWith("Infinity")) {
            json.writeString(value);
        } else {
            json.writeNumber(value);
        }
    }

    private void write64(String value) throws IOException {
        long number = value.startsWith("-") ? Long.parseLong(value) : Long.parseUnsignedLong(value);
        boolean exact = number <= MAX_EXACT && number >= (value.startsWith("-") ? -MAX_EXACT : 0);
        if (exact) {
            json.writeNumber(number);
        } else {
            json.writeString(value);
        }
    }
}

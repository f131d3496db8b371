package org.voxrelay.dicom.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.PersonName;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.Budget;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.io.ReadLimits;

/** Reads data sets from JSON objects (PS3.18 section F.2). The depth is bounded by the parser's constraints. */
final class JsonReader {
    private static final ReadLimits LIMITS = new ReadLimits(DicomJson.MAX_DEPTH, 64L << 20, 512L << 20, 2_000_000, 300);

    private final JsonParser json;
    private final BulkDataLookup lookup;
    private final Budget budget = new Budget(LIMITS);
    private boolean beyondAscii;

    JsonReader(JsonParser json, BulkDataLookup lookup) {
        this.json = json;
        this.lookup = lookup;
    }

    List<Attributes> readAll() throws IOException {
        List<Attributes> datasets = new ArrayList<>();
        if (json.nextToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                datasets.add(readDataset());
            }
        } else {
            datasets.add(readDataset());
        }
        return datasets;
    }

    /** JSON is Unicode: a data set that needs more than ASCII, or that names a character set, becomes UTF-8. */
    private Attributes readDataset() throws IOException {
        beyondAscii = false;
        budget.spendItem(position());
        Attributes dataset = new Attributes();
        expect(json.currentToken() == JsonToken.START_OBJECT, "an object");
        json.nextToken();
        readAttributes(dataset);
        if (beyondAscii || dataset.contains(Tag.SpecificCharacterSet)) {
            dataset.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        }
        return dataset;
    }

    /** The order of the names is free: the values are kept until the VR is known; those of a sequence are read at once. */
    private void readAttribute(int tag, Attributes into) throws IOException {
        expect(json.currentToken() == JsonToken.START_OBJECT, "an object");
        budget.spendElement(position());
        Optional<VR> declared = Optional.empty();
        List<String> values = List.of();
        Optional<byte[]> binary = Optional.empty();
        Optional<String> uri = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "vr" -> declared = Optional.of(readVr());
                case "Value" -> values = readValues(tag, into);
                case "InlineBinary" -> binary = Optional.of(readBinary());
                case "BulkDataURI" -> uri = Optional.of(readScalar());
                default -> json.skipChildren();
            }
        }
        VR vr = declared.orElse(ElementDictionary.vrOf(tag));
        if (into.getSequence(tag).isPresent()) {
            expect(vr == VR.SQ && binary.isEmpty() && values.isEmpty(), "VR SQ for a value of objects");
            return;
        }
        Optional<Object> found = uri.isPresent() && vr != VR.SQ ? lookup.find(vr, uri.get()) : Optional.empty();
        if (found.isPresent()) {
            expect(binary.isEmpty() && values.isEmpty(), "one value beside a BulkDataURI");
            into.setValue(tag, vr, found.get());
        } else {
            set(into, tag, vr, values, binary);
        }
    }

    private void set(Attributes into, int tag, VR vr, List<String> values, Optional<byte[]> binary) throws IOException {
        if (binary.isPresent()) {
            expect(JsonWriter.isBinary(vr) && values.isEmpty(), "InlineBinary only with a VR of bytes");
            into.setBytes(tag, vr, binary.get());
        } else if (values.isEmpty()) {
            into.setNull(tag, vr);
        } else {
            try {
                into.setString(tag, vr, values.toArray(String[]::new));
            } catch (IllegalArgumentException e) {
                throw new DicomStreamException(
                        "The value of " + ElementDictionary.format(tag) + " does not fit VR " + vr, e);
            }
        }
    }

    private VR readVr() throws IOException {
        String code = json.getText();
        expect(code.length() == 2, "a VR");
        return VR.of(code.charAt(0), code.charAt(1)).orElseThrow(() -> failure("a VR"));
    }

    private byte[] readBinary() throws IOException {
        expect(json.currentToken() == JsonToken.VALUE_STRING, "base64 text");
        byte[] bytes = json.getBinaryValue();
        budget.spendValue(bytes.length, position());
        return bytes;
    }

    private List<String> readValues(int tag, Attributes into) throws IOException {
        expect(json.currentToken() == JsonToken.START_ARRAY, "an array");
        List<String> values = new ArrayList<>();
        Optional<VR> dictionary = ElementDictionary.find(tag).map(ElementDictionary.Entry::vr);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                values.add(readScalar());
                continue;
            }
            boolean known = dictionary.filter(vr -> vr == VR.PN).isPresent();
            readObjectValue(tag, into, values, known);
        }
        return values;
    }

    /** An object is a person name or an item; the first name in it tells. */
    private void readObjectValue(int tag, Attributes into, List<String> values, boolean personName) throws IOException {
        JsonToken first = json.nextToken();
        boolean groups = first == JsonToken.FIELD_NAME && !isTag(json.currentName());
        if (personName || groups) {
            values.add(readPersonName());
        } else {
            Sequence sequence = into.ensureSequence(tag);
            budget.spendItem(position());
            Attributes item = sequence.newItem();
            readAttributes(item);
            item.remove(Tag.SpecificCharacterSet);
        }
    }

    private String readPersonName() throws IOException {
        String alphabetic = "";
        String ideographic = "";
        String phonetic = "";
        for (; json.currentToken() == JsonToken.FIELD_NAME; json.nextToken()) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "Alphabetic" -> alphabetic = readScalar();
                case "Ideographic" -> ideographic = readScalar();
                case "Phonetic" -> phonetic = readScalar();
                default -> throw failure("a component group of a person name");
            }
        }
        return new PersonName(alphabetic, ideographic, phonetic).toString();
    }

    /** From the first name of an object to its end. */
    private void readAttributes(Attributes into) throws IOException {
        for (; json.currentToken() == JsonToken.FIELD_NAME; json.nextToken()) {
            String name = json.currentName();
            expect(isTag(name), "a tag of 8 hexadecimal digits");
            json.nextToken();
            readAttribute(HexFormat.fromHexDigits(name), into);
        }
    }

    private static boolean isTag(String name) {
        return name.length() == 8 && name.chars().allMatch(HexFormat::isHexDigit);
    }

    private String readScalar() throws IOException {
        budget.spendElement(position());
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return "";
        }
        expect(json.currentToken().isScalarValue(), "a string or a number");
        String text = json.getText();
        budget.spendValue(text.length(), position());
        beyondAscii |= text.chars().anyMatch(c -> c > 127);
        return text;
    }

    private long position() {
        return json.currentLocation().getByteOffset();
    }

    private void expect(boolean found, String what) throws DicomStreamException {
        if (!found) {
            throw failure(what);
        }
    }

    private DicomStreamException failure(String what) {
        var at = json.currentLocation();
        return new DicomStreamException("The JSON has something else than " + what + " at line " + at.getLineNr()
                + ", column " + at.getColumnNr());
    }
}

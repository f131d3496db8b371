package org.voxrelay.dicom.xml;

import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.PersonName;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.Budget;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.io.ReadLimits;
import org.voxrelay.dicom.json.BulkDataLookup;

/** Reads a data set from a Native DICOM Model (PS3.19 section A.1.5). */
final class XmlReader {
    private static final ReadLimits LIMITS = new ReadLimits(DicomXml.MAX_DEPTH, 64L << 20, 512L << 20, 2_000_000, 300);

    private final XMLStreamReader xml;
    private final BulkDataLookup lookup;
    private final Budget budget = new Budget(LIMITS);
    private boolean beyondAscii;

    XmlReader(XMLStreamReader xml, BulkDataLookup lookup) {
        this.xml = xml;
        this.lookup = lookup;
    }

    /** A data set that needs more than ASCII, or that names a character set, becomes UTF-8. */
    Attributes readDocument() throws IOException, XMLStreamException {
        while (xml.next() != XMLStreamConstants.START_ELEMENT) {
            expect(xml.getEventType() != XMLStreamConstants.DTD, "no document type");
        }
        expect(xml.getLocalName().equals("NativeDicomModel"), "a NativeDicomModel");
        Attributes dataset = new Attributes();
        readAttributes(dataset, 0);
        while (xml.hasNext()) {
            xml.next();
        }
        if (beyondAscii || dataset.contains(Tag.SpecificCharacterSet)) {
            dataset.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        }
        return dataset;
    }

    /** From the start of the element around them to its end. */
    private void readAttributes(Attributes into, int depth) throws IOException, XMLStreamException {
        while (nextElement()) {
            expect(xml.getLocalName().equals("DicomAttribute"), "a DicomAttribute");
            readAttribute(into, depth);
        }
    }

    private void readAttribute(Attributes into, int depth) throws IOException, XMLStreamException {
        budget.spendElement(position());
        int tag = readTag(into);
        VR vr = readVr(tag);
        XmlValues values = new XmlValues(into, tag, vr, budget);
        while (nextElement()) {
            readValue(values, depth);
        }
        values.set();
    }

    private void readValue(XmlValues values, int depth) throws IOException, XMLStreamException {
        switch (xml.getLocalName()) {
            case "Value" -> values.text(number(), readText(), position());
            case "PersonName" -> values.text(number(), readPersonName(), position());
            case "InlineBinary" -> values.binary(readBinary(), position());
            case "BulkData" -> values.elsewhere(readBulkData(), lookup);
            case "Item" -> readItem(values, depth + 1);
            default -> throw failure("a value");
        }
    }

    private int readTag(Attributes into) throws DicomStreamException {
        String text = attribute("tag").orElse("");
        expect(text.length() == 8 && text.chars().allMatch(HexFormat::isHexDigit), "a tag of 8 hexadecimal digits");
        int tag = HexFormat.fromHexDigits(text);
        Optional<String> creator = attribute("privateCreator").filter(name -> !name.isBlank());
        if (creator.isEmpty() || !ElementDictionary.isPrivate(tag)) {
            return tag;
        }
        try {
            return into.ensurePrivateTag(creator.get().strip(), tag);
        } catch (IllegalStateException e) {
            throw new DicomStreamException("More private creators in a group than blocks", e);
        }
    }

    private VR readVr(int tag) throws DicomStreamException {
        Optional<String> code = attribute("vr");
        if (code.isEmpty()) {
            return ElementDictionary.vrOf(tag);
        }
        expect(code.get().length() == 2, "a VR");
        return VR.of(code.get().charAt(0), code.get().charAt(1)).orElseThrow(() -> failure("a VR"));
    }

    private void readItem(XmlValues values, int depth) throws IOException, XMLStreamException {
        budget.checkDepth(depth, position());
        budget.spendItem(position());
        readAttributes(values.newItem(), depth);
    }

    private int number() throws DicomStreamException {
        try {
            int number = Integer.parseInt(attribute("number").orElse("").strip());
            expect(number > 0, "a number from 1 on");
            return number;
        } catch (NumberFormatException e) {
            throw failure("a number");
        }
    }

    private String readPersonName() throws IOException, XMLStreamException {
        String[] groups = {"", "", ""};
        while (nextElement()) {
            switch (xml.getLocalName()) {
                case "Alphabetic" -> groups[0] = readComponents();
                case "Ideographic" -> groups[1] = readComponents();
                case "Phonetic" -> groups[2] = readComponents();
                default -> throw failure("a component group of a person name");
            }
        }
        return new PersonName(groups[0], groups[1], groups[2]).toString();
    }

    private String readComponents() throws IOException, XMLStreamException {
        String[] components = {"", "", "", "", ""};
        while (nextElement()) {
            switch (xml.getLocalName()) {
                case "FamilyName" -> components[0] = readText();
                case "GivenName" -> components[1] = readText();
                case "MiddleName" -> components[2] = readText();
                case "NamePrefix" -> components[3] = readText();
                case "NameSuffix" -> components[4] = readText();
                default -> throw failure("a component of a person name");
            }
        }
        return new PersonName.Components(components[0], components[1], components[2], components[3], components[4])
                .toString();
    }

    private byte[] readBinary() throws IOException, XMLStreamException {
        String text = readText();
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new DicomStreamException("An InlineBinary is not base64", e);
        }
    }

    private String readBulkData() throws IOException, XMLStreamException {
        Optional<String> uuid = attribute("uuid").map(XmlWriter.UUID_SCHEME::concat);
        String uri = attribute("uri").or(() -> uuid).orElseThrow(() -> failure("a uri or a uuid"));
        expect(!nextElement(), "nothing in a BulkData");
        return uri;
    }

    private String readText() throws IOException, XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isCharacters() || xml.getEventType() == XMLStreamConstants.CDATA) {
                text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                expect(text.length() <= LIMITS.valueBytes(), "a value within the limit");
            } else {
                expect(isComment(), "text");
            }
        }
        beyondAscii |= text.chars().anyMatch(c -> c > 127);
        return text.toString();
    }

    /** @return whether an element starts; false at the end of the one around */
    private boolean nextElement() throws XMLStreamException, DicomStreamException {
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                return event == XMLStreamConstants.START_ELEMENT;
            }
            expect(xml.isWhiteSpace() || isComment(), "an element");
        }
    }

    private boolean isComment() {
        int event = xml.getEventType();
        return event == XMLStreamConstants.COMMENT || event == XMLStreamConstants.PROCESSING_INSTRUCTION;
    }

    private Optional<String> attribute(String name) {
        Optional<String> value = Optional.ofNullable(xml.getAttributeValue(null, name));
        value.ifPresent(text -> beyondAscii |= text.chars().anyMatch(c -> c > 127));
        return value;
    }

    private long position() {
        return xml.getLocation().getCharacterOffset();
    }

    private void expect(boolean found, String what) throws DicomStreamException {
        if (!found) {
            throw failure(what);
        }
    }

    private DicomStreamException failure(String what) {
        return new DicomStreamException("The XML has something else than " + what + " at line "
                + xml.getLocation().getLineNumber() + ", column "
                + xml.getLocation().getColumnNumber());
    }
}

package org.voxrelay.dicom.xml;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.PersonName;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.BulkDataUri;

/** Writes data sets as DicomAttribute elements (PS3.19 section A.1.5). */
final class XmlWriter {
    static final String UUID_SCHEME = "urn:uuid:";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final char REPLACEMENT = '\uFFFD';

    private final XMLStreamWriter xml;
    private final BulkDataUri bulkDataUri;

    XmlWriter(XMLStreamWriter xml, BulkDataUri bulkDataUri) {
        this.xml = xml;
        this.bulkDataUri = bulkDataUri;
    }

    void write(Attributes dataset) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("NativeDicomModel");
        xml.writeDefaultNamespace(DicomXml.NAMESPACE);
        xml.writeAttribute("xml:space", "preserve");
        writeAttributes(dataset, "");
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.flush();
    }

    private void writeAttributes(Attributes dataset, String path) throws XMLStreamException {
        for (int tag : dataset.tags()) {
            boolean groupLength = (tag & 0xFFFF) == 0;
            boolean besideDataSet = tag >>> 16 == 0 || tag >>> 16 == 2;
            if (!groupLength && !besideDataSet) {
                writeAttribute(dataset, tag, path);
            }
        }
    }

    private void writeAttribute(Attributes dataset, int tag, String path) throws XMLStreamException {
        VR vr = dataset.getVR(tag).orElseThrow();
        Object value = dataset.getValue(tag).orElseThrow();
        String place = path + HEX.toHexDigits(tag);
        xml.writeStartElement("DicomAttribute");
        writeName(dataset, tag, vr);
        if (tag == Tag.SpecificCharacterSet) {
            writeValue(1, "ISO_IR 192"); // the text of this document is Unicode, whatever the data set was coded in
        } else if (value instanceof Sequence items) {
            writeItems(items, place);
        } else if (dataset.containsValue(tag)) {
            writeValues(dataset, tag, vr, value, place);
        }
        xml.writeEndElement();
    }

    /** The tag of a private element has no block number: its creator stands beside it. */
    private void writeName(Attributes dataset, int tag, VR vr) throws XMLStreamException {
        boolean block = ElementDictionary.isPrivate(tag) && (tag & 0xFFFF) >= 0x1000;
        Optional<String> creator =
                block ? dataset.getString(tag & 0xFFFF0000 | (tag & 0xFF00) >>> 8) : Optional.empty();
        xml.writeAttribute("tag", HEX.toHexDigits(creator.isPresent() ? tag & 0xFFFF00FF : tag));
        xml.writeAttribute("vr", vr.code());
        if (creator.isPresent()) {
            xml.writeAttribute("privateCreator", printable(creator.get()));
        }
        Optional<String> keyword = ElementDictionary.keywordOf(tag);
        if (keyword.isPresent()) {
            xml.writeAttribute("keyword", keyword.get());
        }
    }

    private void writeItems(Sequence items, String path) throws XMLStreamException {
        for (int i = 0; i < items.size(); i++) {
            xml.writeStartElement("Item");
            xml.writeAttribute("number", String.valueOf(i + 1));
            writeAttributes(items.get(i), path + "/" + (i + 1) + "/");
            xml.writeEndElement();
        }
    }

    private void writeValues(Attributes dataset, int tag, VR vr, Object value, String path) throws XMLStreamException {
        boolean inMemory = value instanceof byte[] || value instanceof String[];
        if (!inMemory || isBinary(vr)) {
            Optional<String> uri = bulkDataUri.of(path, vr, value);
            if (uri.isPresent()) {
                writeBulkData(uri.get());
            } else if (inMemory) {
                xml.writeStartElement("InlineBinary");
                xml.writeCharacters(
                        Base64.getEncoder().encodeToString(dataset.getBytes(tag).orElseThrow()));
                xml.writeEndElement();
            }
            return;
        }
        List<String> values = dataset.getStrings(tag);
        for (int i = 0; i < values.size(); i++) {
            if (vr == VR.PN) {
                writePersonName(i + 1, PersonName.parse(values.get(i)));
            } else {
                writeValue(i + 1, values.get(i));
            }
        }
    }

    static boolean isBinary(VR vr) {
        return switch (vr) {
            case OB, OD, OF, OL, OV, OW, UN -> true;
            default -> false;
        };
    }

    private void writeBulkData(String uri) throws XMLStreamException {
        xml.writeEmptyElement("BulkData");
        if (uri.startsWith(UUID_SCHEME)) {
            xml.writeAttribute("uuid", printable(uri.substring(UUID_SCHEME.length())));
        } else {
            xml.writeAttribute("uri", printable(uri));
        }
    }

    private void writeValue(int number, String value) throws XMLStreamException {
        xml.writeStartElement("Value");
        xml.writeAttribute("number", String.valueOf(number));
        writeText(value);
        xml.writeEndElement();
    }

    private void writePersonName(int number, PersonName name) throws XMLStreamException {
        xml.writeStartElement("PersonName");
        xml.writeAttribute("number", String.valueOf(number));
        writeGroup("Alphabetic", name.alphabeticComponents());
        writeGroup("Ideographic", name.ideographicComponents());
        writeGroup("Phonetic", name.phoneticComponents());
        xml.writeEndElement();
    }

    private void writeGroup(String element, PersonName.Components components) throws XMLStreamException {
        if (components.toString().isEmpty()) {
            return;
        }
        xml.writeStartElement(element);
        writeComponent("FamilyName", components.family());
        writeComponent("GivenName", components.given());
        writeComponent("MiddleName", components.middle());
        writeComponent("NamePrefix", components.prefix());
        writeComponent("NameSuffix", components.suffix());
        xml.writeEndElement();
    }

    private void writeComponent(String element, String component) throws XMLStreamException {
        if (!component.isEmpty()) {
            xml.writeStartElement(element);
            writeText(component);
            xml.writeEndElement();
        }
    }

    /** A carriage return would be read as a line feed unless it is written as a reference. */
    private void writeText(String text) throws XMLStreamException {
        String printable = printable(text);
        int start = 0;
        for (int at = printable.indexOf('\r'); at >= 0; at = printable.indexOf('\r', start)) {
            xml.writeCharacters(printable.substring(start, at));
            xml.writeEntityRef("#xD");
            start = at + 1;
        }
        xml.writeCharacters(printable.substring(start));
    }

    /** XML has no way to write control characters and halves of surrogate pairs. */
    private static String printable(String text) {
        if (text.codePoints().allMatch(XmlWriter::isXml)) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(isXml(c) ? c : REPLACEMENT));
        return printable.toString();
    }

    private static boolean isXml(int c) {
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        return c >= ' ' && !surrogate && c != 0xFFFE && c != 0xFFFF || c == '\t' || c == '\n' || c == '\r';
    }
}

package org.voxrelay.dicom.xml;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.MissingResourceException;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.json.BulkDataLookup;
import org.voxrelay.dicom.json.BulkDataUri;

/**
 * The Native DICOM Model (PS3.19 section A.1), in UTF-8. Streams are left open. Nothing outside a document is ever
 * fetched: there are no document types and no entities beside the five of XML.
 */
public final class DicomXml {
    /** Sequences within each other that are read. */
    public static final int MAX_DEPTH = 64;

    static final String NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

    private static final long MAX_DOCUMENT_BYTES = 256L << 20;

    private DicomXml() {}

    /**
     * Writes one document.
     *
     * @param bulkDataUri a URI of the form {@code urn:uuid:...} is written as a UUID
     */
    public static void write(Attributes dataset, OutputStream out, BulkDataUri bulkDataUri) throws IOException {
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            new XmlWriter(writer, bulkDataUri).write(dataset);
            writer.close();
        } catch (XMLStreamException e) {
            throw ioException(e);
        }
    }

    /**
     * Reads one document; values that lie elsewhere are empty.
     *
     * @throws DicomStreamException if it is no Native DICOM Model or exceeds a limit
     */
    public static Attributes read(InputStream in) throws IOException {
        return read(in, BulkDataLookup.NONE);
    }

    /**
     * Reads one document.
     *
     * @throws DicomStreamException if it is no Native DICOM Model or exceeds a limit
     */
    public static Attributes read(InputStream in, BulkDataLookup lookup) throws IOException {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new LimitedInput(in, MAX_DOCUMENT_BYTES));
            return new XmlReader(reader, lookup).readDocument();
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException broken && !(broken instanceof CharConversionException)) {
                throw broken;
            }
            throw new DicomStreamException("The XML is not well formed or exceeds a limit" + place(e), e);
        } catch (MissingResourceException e) { // the platform's parser has no words for some errors of document types
            throw new DicomStreamException("The XML has a document type, and a broken one", e);
        } catch (CharConversionException e) {
            throw new DicomStreamException("The XML is not in the encoding that it declares", e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    private static IOException ioException(XMLStreamException e) {
        return e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
    }

    private static String place(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
    }
}

package org.voxrelay.dicom.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomStreamException;

/** The DICOM JSON Model (PS3.18 Annex F), in UTF-8. Streams are left open. */
public final class DicomJson {
    /** Sequences within each other that are read. */
    public static final int MAX_DEPTH = 64;

    private static final int MAX_DOCUMENT_BYTES = 256 << 20;
    private static final int MAX_STRING_CHARACTERS = 64 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(3 * MAX_DEPTH + 4)
                    .maxDocumentLength(MAX_DOCUMENT_BYTES)
                    .maxStringLength(MAX_STRING_CHARACTERS)
                    .build())
            .build()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);

    private DicomJson() {}

    /** @return a generator that leaves the stream open; to be closed by the caller */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return JSON.createGenerator(out, JsonEncoding.UTF8);
    }

    /** Writes one JSON object. */
    public static void write(Attributes dataset, OutputStream out, BulkDataUri bulkDataUri) throws IOException {
        try (JsonGenerator generator = generator(out)) {
            write(dataset, generator, bulkDataUri);
        }
    }

    /** Writes one JSON object where the generator stands. */
    public static void write(Attributes dataset, JsonGenerator generator, BulkDataUri bulkDataUri) throws IOException {
        new JsonWriter(generator, bulkDataUri).write(dataset);
    }

    /** Writes a JSON array of objects, as DICOMweb responses are. */
    public static void writeArray(Iterable<Attributes> datasets, OutputStream out, BulkDataUri bulkDataUri)
            throws IOException {
        try (JsonGenerator generator = generator(out)) {
            generator.writeStartArray();
            for (Attributes dataset : datasets) {
                write(dataset, generator, bulkDataUri);
            }
            generator.writeEndArray();
        }
    }

    /**
     * Reads one JSON object, or an array of exactly one. Values given by a BulkDataURI are empty.
     *
     * @throws DicomStreamException if it is no DICOM JSON or exceeds a limit
     */
    public static Attributes read(InputStream in) throws IOException {
        return read(in, BulkDataLookup.NONE);
    }

    /**
     * Reads one JSON object, or an array of exactly one.
     *
     * @throws DicomStreamException if it is no DICOM JSON or exceeds a limit
     */
    public static Attributes read(InputStream in, BulkDataLookup lookup) throws IOException {
        List<Attributes> datasets = readArray(in, lookup);
        if (datasets.size() != 1) {
            throw new DicomStreamException("One data set is wanted, " + datasets.size() + " came");
        }
        return datasets.get(0);
    }

    /**
     * Reads an array of JSON objects, or one object. Values given by a BulkDataURI are empty.
     *
     * @throws DicomStreamException if it is no DICOM JSON or exceeds a limit
     */
    public static List<Attributes> readArray(InputStream in) throws IOException {
        return readArray(in, BulkDataLookup.NONE);
    }

    /**
     * Reads an array of JSON objects, or one object.
     *
     * @throws DicomStreamException if it is no DICOM JSON or exceeds a limit
     */
    public static List<Attributes> readArray(InputStream in, BulkDataLookup lookup) throws IOException {
        try (JsonParser parser = JSON.createParser(in)) {
            return new JsonReader(parser, lookup).readAll();
        } catch (JsonParseException e) {
            throw new DicomStreamException("The JSON is not well formed at " + place(e), e);
        } catch (JsonProcessingException e) {
            throw new DicomStreamException("The JSON exceeds a limit at " + place(e), e);
        } catch (CharConversionException e) {
            throw new DicomStreamException("The JSON is not UTF-8", e);
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? "its end"
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}

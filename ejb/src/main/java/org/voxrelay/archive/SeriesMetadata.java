package org.voxrelay.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.DicomJson;

/**
 * The DICOM JSON array of the instances of one or more series, as one gzip member joined from stored pieces: nothing is
 * inflated or parsed on the way to a client that takes gzip. (Several members one after the other will not do: browsers
 * stop reading after the first.)
 */
public final class SeriesMetadata {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    /** A last, empty block with the fixed code. */
    private static final byte[] END = {3, 0};

    private static final MetadataChunk OPEN = MetadataChunk.literal('[');
    private static final MetadataChunk COMMA = MetadataChunk.literal(',');
    private static final MetadataChunk CLOSE = MetadataChunk.literal(']');

    /** Bytes of the checksum and the length at the end of gzip. */
    private static final int CHECKS = 8;

    private static final int INFLATED = 64 * 1024;

    private final List<MetadataChunk> chunks;
    private final List<MetadataChunk> pieces;

    SeriesMetadata(List<MetadataChunk> chunks) {
        this.chunks = List.copyOf(chunks);
        this.pieces = pieces(this.chunks);
    }

    /** The metadata of a series, read in somebody's transaction. */
    public static SeriesMetadata read(Connection connection, long seriesPk) throws SQLException {
        return MetadataRows.ofSeries(connection, seriesPk);
    }

    /** How many instances the array holds. */
    public int instances() {
        return chunks.stream().mapToInt(MetadataChunk::instances).sum();
    }

    /** A text that is another one for other metadata: checksums and lengths of the pieces. */
    public String fingerprint() {
        return chunks.stream()
                .map(chunk -> Integer.toHexString(chunk.crc()) + '.' + chunk.length() + '.' + chunk.deflated().length)
                .collect(Collectors.joining(" "));
    }

    /** Writes the array as gzip (RFC 1952). */
    public void writeGzip(OutputStream out) throws IOException {
        for (byte[] part : gzip()) {
            out.write(part);
        }
    }

    /** Bytes that {@link #writeGzip} writes. */
    public long gzipLength() {
        return HEADER.length
                + pieces.stream().mapToLong(piece -> piece.deflated().length).sum()
                + END.length
                + CHECKS;
    }

    /** Writes the array as plain text, in UTF-8. */
    public void writeJson(OutputStream out) throws IOException {
        var inflater = new Inflater(true);
        try {
            byte[] buffer = new byte[INFLATED];
            for (MetadataChunk piece : pieces) {
                inflater.reset();
                inflater.setInput(piece.deflated());
                for (int count; (count = inflater.inflate(buffer)) > 0; ) {
                    out.write(buffer, 0, count);
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("the index holds metadata that are not deflated", e);
        } finally {
            inflater.end();
        }
    }

    /** Bytes that {@link #writeJson} writes. */
    public long jsonLength() {
        return pieces.stream().mapToLong(MetadataChunk::length).sum();
    }

    /** The array as plain text, in UTF-8; the caller closes it. */
    public InputStream openJson() throws IOException {
        var parts = gzip().stream().map(ByteArrayInputStream::new).toList();
        return new GZIPInputStream(new SequenceInputStream(Collections.enumeration(parts)), 8192);
    }

    /** The instances' attributes by SOP Instance UID. */
    public Map<String, Attributes> byInstance() throws IOException {
        try (InputStream json = openJson()) {
            return DicomJson.readArray(json).stream()
                    .collect(Collectors.toMap(
                            instance -> instance.getString(Tag.SOPInstanceUID, ""),
                            Function.identity(),
                            (first, second) -> first));
        }
    }

    private static List<MetadataChunk> pieces(List<MetadataChunk> chunks) {
        var pieces = new ArrayList<MetadataChunk>();
        pieces.add(OPEN);
        for (MetadataChunk chunk : chunks) {
            if (pieces.size() > 1) {
                pieces.add(COMMA);
            }
            pieces.add(chunk);
        }
        pieces.add(CLOSE);
        return pieces;
    }

    private List<byte[]> gzip() {
        int crc = 0;
        long length = 0;
        var parts = new ArrayList<byte[]>();
        parts.add(HEADER);
        for (MetadataChunk piece : pieces) {
            crc = Crc32Combination.combine(crc, piece.crc(), piece.length());
            length += piece.length();
            parts.add(piece.deflated());
        }
        parts.add(END);
        parts.add(ByteBuffer.allocate(CHECKS)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(crc)
                .putInt((int) length)
                .array());
        return parts;
    }
}

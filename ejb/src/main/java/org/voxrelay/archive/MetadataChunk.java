package org.voxrelay.archive;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The metadata of some instances of one series: DICOM JSON objects with commas between them, as a piece of a raw deflate
 * stream that ends on a byte boundary and is not the last. Pieces are joined without inflating them.
 *
 * @param instances how many objects
 * @param crc CRC-32 of the plain text
 * @param length bytes of the plain text
 * @param deflated RFC 1951
 */
record MetadataChunk(int instances, int crc, int length, byte[] deflated) {

    private static final byte[] COMMA = {','};
    private static final byte[] NOTHING = {};

    /** The objects of some instances. */
    static MetadataChunk of(List<byte[]> objects) {
        var texts = new ArrayList<byte[]>();
        for (byte[] object : objects) {
            if (!texts.isEmpty()) {
                texts.add(COMMA);
            }
            texts.add(object);
        }
        return deflate(objects.size(), texts);
    }

    /** Punctuation between pieces. */
    static MetadataChunk literal(char character) {
        return deflate(0, List.of(new byte[] {(byte) character}));
    }

    private static MetadataChunk deflate(int instances, List<byte[]> texts) {
        var crc = new CRC32();
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            var out = new ByteArrayOutputStream();
            int length = 0;
            for (byte[] text : texts) {
                length += append(text, deflater, crc, out, Deflater.NO_FLUSH);
            }
            append(NOTHING, deflater, crc, out, Deflater.FULL_FLUSH);
            return new MetadataChunk(instances, (int) crc.getValue(), length, out.toByteArray());
        } finally {
            deflater.end();
        }
    }

    private static int append(byte[] text, Deflater deflater, CRC32 crc, ByteArrayOutputStream out, int flush) {
        crc.update(text);
        deflater.setInput(text);
        byte[] buffer = new byte[8192];
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, count);
        } while (count == buffer.length);
        return text.length;
    }
}

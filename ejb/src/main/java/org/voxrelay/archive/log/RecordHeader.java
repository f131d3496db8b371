package org.voxrelay.archive.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a record, on a block's border; the content follows at once. Big endian: magic "VRL1", kind, door, two
 * bytes unused, the segment's salt (8 bytes), the record's number in the segment (8), milliseconds since 1970 (8), AE title of
 * the sender (16, padded with spaces), 12 unused, CRC-32C of all before it (4).
 *
 * <p>Nobody outside knows the salt, so no content can be made that is taken for a record.
 */
record RecordHeader(Kind kind, Origin origin, long salt, long number, long millis) {
    static final int BYTES = 64;
    private static final int MAGIC = 0x56524C31;
    private static final int CHECKED = BYTES - 4;
    private static final int AE_TITLE = 16;

    /** What the content is. */
    enum Kind {
        /** A Part 10 file. */
        INSTANCE,
        /** Names of places whose instances are deleted, one a line. */
        TOMBSTONE,
        /** A Part 10 file that lies in the log already, written again so that its segment can be given up. */
        COPY
    }

    void put(ByteBuffer into) {
        int start = into.position();
        into.putInt(MAGIC).put((byte) kind.ordinal()).put((byte) origin.door()).putShort((short) 0);
        into.putLong(salt).putLong(number).putLong(millis);
        byte[] title = origin.callingAeTitle().getBytes(StandardCharsets.ISO_8859_1);
        byte[] padded = Arrays.copyOf(title, AE_TITLE);
        Arrays.fill(padded, Math.min(title.length, AE_TITLE), AE_TITLE, (byte) ' ');
        into.put(padded).putLong(0).putInt(0);
        into.putInt(crc(into, start));
    }

    /** Empty if none of this segment begins here. The position stays. */
    static Optional<RecordHeader> at(ByteBuffer bytes, int start, long salt) {
        if (bytes.getInt(start) != MAGIC || bytes.getLong(start + 8) != salt) {
            return Optional.empty();
        }
        int kind = bytes.get(start + 4);
        if (bytes.getInt(start + CHECKED) != crc(bytes, start) || kind < 0 || kind >= Kind.values().length) {
            return Optional.empty();
        }
        byte[] title = new byte[AE_TITLE];
        bytes.get(start + 32, title);
        var origin = new Origin(bytes.get(start + 5), new String(title, StandardCharsets.ISO_8859_1).strip());
        return Optional.of(new RecordHeader(
                Kind.values()[kind], origin, salt, bytes.getLong(start + 16), bytes.getLong(start + 24)));
    }

    private static int crc(ByteBuffer bytes, int start) {
        var crc = new CRC32C();
        crc.update(bytes.slice(start, CHECKED));
        return (int) crc.getValue();
    }
}

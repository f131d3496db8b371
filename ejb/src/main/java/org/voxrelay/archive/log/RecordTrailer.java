package org.voxrelay.archive.log;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The last 64 bytes of a record's last block; a record without one was never finished. Big endian: magic "VRLE", flags (4),
 * the segment's salt (8), the record's number (8), length of the content (8), where the data set begins in it (4), CRC-32C of
 * the content before that (4) and from there on (4), 16 unused, CRC-32C of all before it (4).
 */
record RecordTrailer(long salt, long number, Checks checks, boolean replaces) {
    static final int BYTES = 64;
    private static final int MAGIC = 0x56524C45;
    private static final int CHECKED = BYTES - 4;

    void put(ByteBuffer into) {
        int start = into.position();
        into.putInt(MAGIC).putInt(replaces ? 1 : 0).putLong(salt).putLong(number);
        into.putLong(checks.length()).putInt(checks.headLength());
        into.putInt(checks.headCrc()).putInt(checks.bodyCrc());
        into.putLong(0).putLong(0);
        into.putInt(crc(into, start));
    }

    /** Empty if the record with this header does not end here. */
    static Optional<RecordTrailer> at(ByteBuffer bytes, int start, RecordHeader header) {
        if (bytes.getInt(start) != MAGIC
                || bytes.getLong(start + 8) != header.salt()
                || bytes.getLong(start + 16) != header.number()
                || bytes.getInt(start + CHECKED) != crc(bytes, start)) {
            return Optional.empty();
        }
        var checks = new Checks(
                bytes.getLong(start + 24),
                bytes.getInt(start + 32),
                bytes.getInt(start + 36),
                bytes.getInt(start + 40));
        return Optional.of(
                new RecordTrailer(header.salt(), header.number(), checks, (bytes.getInt(start + 4) & 1) != 0));
    }

    private static int crc(ByteBuffer bytes, int start) {
        var crc = new CRC32C();
        crc.update(bytes.slice(start, CHECKED));
        return (int) crc.getValue();
    }
}

package org.voxrelay.archive;

import java.util.OptionalInt;

/**
 * A row of the index.
 *
 * @param size bytes of the Part 10 file
 * @param crc CRC-32C of the data set, if it is known
 * @param place its bytes in {@link InstanceFiles}
 */
public record StoredInstance(
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        OptionalInt frames,
        long size,
        OptionalInt crc,
        String place) {

    /** Whether its data set may be the one with this checksum; if so, only the bytes tell. */
    public boolean mayBe(int otherCrc) {
        return crc.isEmpty() || crc.getAsInt() == otherCrc;
    }
}

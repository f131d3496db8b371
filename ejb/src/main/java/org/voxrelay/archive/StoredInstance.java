package org.voxrelay.archive;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A row of the index.
 *
 * @param size bytes of the Part 10 file
 * @param place its name in {@link InstanceFiles}
 */
public record StoredInstance(
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        OptionalInt frames,
        long size,
        byte[] digest,
        String place) {

    /** Whether {@code other} is the digest of the very same data set. */
    public boolean sameDataSet(byte[] other) {
        return Arrays.equals(digest, other);
    }
}

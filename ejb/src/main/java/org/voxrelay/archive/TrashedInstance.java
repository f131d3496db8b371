package org.voxrelay.archive;

import java.util.OptionalInt;

/**
 * An instance in the trash.
 *
 * @param crc CRC-32C of its data set, if it is known
 * @param place its bytes in {@link InstanceFiles}
 */
public record TrashedInstance(long pk, String sopInstanceUid, OptionalInt crc, String place) {}

package org.voxrelay.archive.log;

/**
 * What tells whether content is whole.
 *
 * @param length bytes
 * @param headLength bytes before the data set
 * @param headCrc CRC-32C of these
 * @param bodyCrc CRC-32C of the data set: the same by whichever door it came
 */
public record Checks(long length, int headLength, int headCrc, int bodyCrc) {}

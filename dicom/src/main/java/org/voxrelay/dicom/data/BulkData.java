package org.voxrelay.dicom.data;

/**
 * A value that was left where it lies.
 *
 * @param offset first byte of the value, counted from the start of the file or stream
 * @param length bytes
 */
public record BulkData(long offset, long length) {}

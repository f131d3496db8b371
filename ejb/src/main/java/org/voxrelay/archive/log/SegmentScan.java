package org.voxrelay.archive.log;

import java.util.List;

/**
 * What a segment's file holds.
 *
 * @param instances whole records, in the order of the file
 * @param dead places that were deleted, in this segment or another, or files of their own
 * @param torn offsets of records that were not finished, or whose content is not what was written
 * @param end first byte after the last record
 */
public record SegmentScan(List<LoggedRecord> instances, List<Burial> dead, List<Long> torn, long end) {}

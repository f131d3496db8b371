/**
 * The ingest log: segments on the disk, records in them, and how they are written, synced and read. Knows bytes only, no
 * data set and no row. Read {@link org.voxrelay.archive.log.SegmentLog} first.
 */
package org.voxrelay.archive.log;

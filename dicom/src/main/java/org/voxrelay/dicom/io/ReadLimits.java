package org.voxrelay.dicom.io;

/**
 * What one data set may cost its reader; more ends in a {@link DicomStreamException}.
 *
 * @param depth sequences within each other
 * @param valueBytes bytes of one value that is kept in memory
 * @param totalBytes memory for the whole data set, counted with the objects around the values
 * @param elements attributes, items and fragments
 * @param inflateRatio bytes that come out of the deflated syntax for each that goes in; not looked at in the first 64 MiB
 */
public record ReadLimits(int depth, long valueBytes, long totalBytes, int elements, int inflateRatio) {
    public static final ReadLimits DEFAULT = new ReadLimits(64, 1L << 30, 2L << 30, 4_000_000, 300);

    /** For data sets of strangers whose long values are left in the file. */
    public static final ReadLimits STRICT = new ReadLimits(64, 16L << 20, 128L << 20, 2_000_000, 300);
}

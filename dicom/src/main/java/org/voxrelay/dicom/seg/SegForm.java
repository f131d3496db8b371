package org.voxrelay.dicom.seg;

/** Which form of segmentation is wanted; what is written may differ, for not every form can hold everything. */
public enum SegForm {
    /** BINARY, which everybody reads, while it is small; LABELMAP beyond. */
    AUTO,
    BINARY,
    /** Segments that overlap are written as BINARY all the same. */
    LABELMAP,
    /** Probabilities where there are some; labels alone are written as with AUTO. */
    FRACTIONAL;

    /** More segments than this are written as LABELMAP. */
    static final int MOST_BINARY_SEGMENTS = 64;

    /** Larger masks than this are written as LABELMAP. */
    static final long MOST_BINARY_BYTES = 32L << 20;

    /** @param binaryBytes what BINARY would take */
    SegmentationType choose(boolean overlapping, int segments, long binaryBytes) {
        if (overlapping) {
            return SegmentationType.BINARY;
        }
        return switch (this) {
            case BINARY -> SegmentationType.BINARY;
            case LABELMAP -> SegmentationType.LABELMAP;
            case AUTO, FRACTIONAL ->
                segments > MOST_BINARY_SEGMENTS || binaryBytes > MOST_BINARY_BYTES
                        ? SegmentationType.LABELMAP
                        : SegmentationType.BINARY;
        };
    }
}

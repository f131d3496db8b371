package org.voxrelay.dicom.seg;

import org.voxrelay.dicom.dict.UID;

/** How the pixels of a segmentation are to be understood: Segmentation Type (0062,0001), PS3.3 C.8.20.2. */
public enum SegmentationType {
    /** One bit a pixel; a frame shows one segment. */
    BINARY(UID.SegmentationStorage),
    /** One byte a pixel, from 0 to Maximum Fractional Value; a frame shows one segment. */
    FRACTIONAL(UID.SegmentationStorage),
    /** The pixel's value is the segment's number, 8 or 16 bits; a frame shows all segments. */
    LABELMAP(SegmentationType.LABEL_MAP_SEGMENTATION_STORAGE);

    /** Younger (Supplement 243) than the tables that {@link UID} is made from. */
    public static final String LABEL_MAP_SEGMENTATION_STORAGE = "1.2.840.10008.5.1.4.1.1.66.7";

    private final String sopClassUid;

    SegmentationType(String sopClassUid) {
        this.sopClassUid = sopClassUid;
    }

    public String sopClassUid() {
        return sopClassUid;
    }
}

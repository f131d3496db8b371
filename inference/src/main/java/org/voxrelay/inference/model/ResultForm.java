package org.voxrelay.inference.model;

/** The form of segmentation object that a package wants its labels to be stored in. */
public enum ResultForm {
    /** By number of segments and size. */
    AUTO,
    /** A frame for each segment and slice. */
    BINARY,
    /** A frame for each slice. */
    LABELMAP,
    /** A probability for each segment and voxel. */
    FRACTIONAL
}

package org.voxrelay.dicom.codec;

/** What is done with the frames of a transfer syntax. */
public enum Grade {
    /** Read and written. */
    ENCODES,
    /** Read. */
    DECODES,
    /** Stored, indexed and sent on bit by bit. */
    AS_IS
}

package org.voxrelay.ingest;

/** Why an instance was not kept. Each door turns these into its protocol's answer, in one place. */
public enum Refusal {
    /** The disk is nearly full, or the index does not keep up: to be tried again later. */
    OUT_OF_RESOURCES,
    /** The instance is longer than the limit. */
    TOO_LONG,
    /** The data set is not the instance that the command named. */
    MISMATCH,
    /** The data set belongs to another study than the request. */
    OTHER_STUDY,
    /** It cannot be understood as DICOM: cut off, not DICOM at all, without its UIDs. */
    UNREADABLE,
    /** Another instance with this SOP Instance UID is stored, and the policy keeps it. */
    DUPLICATE,
    /** Its pixel data are in a transfer syntax that is unknown, or not the one that was named. */
    TRANSFER_SYNTAX
}

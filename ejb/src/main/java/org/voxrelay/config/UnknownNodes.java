package org.voxrelay.config;

/** What a DICOM caller may do whose AE title is no known node's; each includes those before it. */
public enum UnknownNodes {
    /** Nothing: the association is rejected. */
    REFUSE,
    /** C-ECHO and C-STORE. */
    STORE,
    /** C-FIND. */
    QUERY,
    /** C-GET, and C-MOVE to known destinations. */
    RETRIEVE
}

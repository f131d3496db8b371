package org.voxrelay.archive;

/** What happened to an instance. */
public enum ChangeKind {
    /** It was not here before. */
    STORED,
    /** Another data set with its SOP Instance UID is shown from now on. */
    REPLACED,
    /** It is not shown any more. */
    DELETED,
    /** It was deleted, and is shown again. */
    RESTORED
}

package org.voxrelay.worker;

/** Why a request to a child process has no answer. */
public enum Loss {
    /** The child could not be started, or its back-off after earlier deaths is longer than the request may last. */
    NOT_STARTED,
    /** The child ended: a signal, an abort, memory, or an answer that was none. */
    CRASHED,
    /** The request took longer than it may. */
    OVERRAN,
    /** The child stopped giving signs of life. */
    SILENT,
    /** No child became free in time. */
    BUSY,
    /** The parent is stopping. */
    CLOSED
}

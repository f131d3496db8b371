package org.voxrelay.dimse;

import java.io.IOException;

/** The association is over, or never came to be. The message is for a person and names no patient. */
public final class AssociationException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Cause {
        /** The acceptor said no. */
        REJECTED,
        /** The peer sent A-ABORT. */
        ABORTED_BY_PEER,
        /** The peer closed the connection, or it broke. */
        CONNECTION_LOST,
        /** The peer did not answer, send or take bytes in time. */
        TIMEOUT,
        /** The peer broke the protocol; A-ABORT was sent. */
        PROTOCOL,
        /** This side ended the association. */
        ABORTED_HERE
    }

    private final Cause why;

    AssociationException(Cause why, String message) {
        super(message);
        this.why = why;
    }

    AssociationException(Cause why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Cause why() {
        return why;
    }
}

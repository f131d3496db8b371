package org.voxrelay.dimse.pdu;

import java.io.IOException;

/** A PDU that is not as PS3.8 section 9.3 says. */
public final class PduException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int reason;

    /** @param reason of the A-ABORT that answers it (PS3.8 section 9.3.8) */
    public PduException(int reason, String message) {
        super(message);
        this.reason = reason;
    }

    public int reason() {
        return reason;
    }
}

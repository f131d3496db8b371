package org.voxrelay.dimse.pdu;

import java.util.Optional;
import org.voxrelay.dimse.state.Event;

/** The first byte of a PDU (PS3.8 section 9.3.1) and the event that its arrival is. */
public enum PduType {
    ASSOCIATE_RQ(1, Event.E6_ASSOCIATE_RQ_RECEIVED),
    ASSOCIATE_AC(2, Event.E3_ASSOCIATE_AC_RECEIVED),
    ASSOCIATE_RJ(3, Event.E4_ASSOCIATE_RJ_RECEIVED),
    P_DATA_TF(4, Event.E10_DATA_RECEIVED),
    RELEASE_RQ(5, Event.E12_RELEASE_RQ_RECEIVED),
    RELEASE_RP(6, Event.E13_RELEASE_RP_RECEIVED),
    ABORT(7, Event.E16_ABORT_RECEIVED);

    private static final PduType[] TYPES = values();

    private final int code;
    private final Event received;

    PduType(int code, Event received) {
        this.code = code;
        this.received = received;
    }

    public static Optional<PduType> of(int code) {
        return code >= 1 && code <= TYPES.length ? Optional.of(TYPES[code - 1]) : Optional.empty();
    }

    public int code() {
        return code;
    }

    public Event received() {
        return received;
    }
}

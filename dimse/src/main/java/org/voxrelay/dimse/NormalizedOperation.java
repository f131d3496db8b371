package org.voxrelay.dimse;

import java.util.Arrays;
import java.util.Optional;

/** The operations and the notification on normalized SOP instances (PS3.7 chapter 10). */
public enum NormalizedOperation {
    N_EVENT_REPORT(0x0100, false),
    N_GET(0x0110, true),
    N_SET(0x0120, true),
    N_ACTION(0x0130, true),
    N_CREATE(0x0140, false),
    N_DELETE(0x0150, true);

    private final int field;
    private final boolean requested;

    NormalizedOperation(int field, boolean requested) {
        this.field = field;
        this.requested = requested;
    }

    int field() {
        return field;
    }

    /** Whether the command names a Requested SOP Instance rather than an affected one. */
    boolean isRequested() {
        return requested;
    }

    static Optional<NormalizedOperation> of(int field) {
        return Arrays.stream(values())
                .filter(operation -> operation.field == field)
                .findFirst();
    }
}

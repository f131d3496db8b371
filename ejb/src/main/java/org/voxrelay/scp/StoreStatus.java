package org.voxrelay.scp;

import org.voxrelay.ingest.Refusal;

/** C-STORE status of an ingest result (PS3.4 Table B.2-1, PS3.7 Annex C). */
final class StoreStatus {
    static final int SUCCESS = 0x0000;

    private StoreStatus() {}

    static int of(Refusal why) {
        return switch (why) { // no default: a new Refusal does not compile until it has a status
            case OUT_OF_RESOURCES, TOO_LONG -> 0xA700;
            case MISMATCH, OTHER_STUDY -> 0xA900;
            case UNREADABLE, TRANSFER_SYNTAX -> 0xC000;
            case DUPLICATE -> 0x0111;
        };
    }
}

package org.voxrelay.dimse;

import java.util.Locale;
import org.voxrelay.dimse.pdu.Pdu.AssociateRj;

/** Why an association is rejected (PS3.8 Table 9-21). */
public enum Rejection {
    NO_REASON(1, 1, 1),
    APPLICATION_CONTEXT_NOT_SUPPORTED(1, 1, 2),
    CALLING_AE_TITLE_NOT_RECOGNIZED(1, 1, 3),
    CALLED_AE_TITLE_NOT_RECOGNIZED(1, 1, 7),
    TEMPORARY_CONGESTION(2, 3, 1),
    LOCAL_LIMIT_EXCEEDED(2, 3, 2);

    private final AssociateRj pdu;

    Rejection(int result, int source, int reason) {
        pdu = new AssociateRj(result, source, reason);
    }

    AssociateRj pdu() {
        return pdu;
    }

    /** A sentence for the requester's log. */
    static String describe(AssociateRj pdu) {
        for (Rejection known : values()) {
            if (known.pdu.source() == pdu.source() && known.pdu.reason() == pdu.reason()) {
                return known.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            }
        }
        return "source " + pdu.source() + ", reason " + pdu.reason();
    }
}

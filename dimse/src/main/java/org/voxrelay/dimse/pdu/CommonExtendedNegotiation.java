package org.voxrelay.dimse.pdu;

import java.util.List;

/**
 * What a requester says of a SOP class that the acceptor may not know (PS3.7 section D.3.3.6).
 *
 * @param relatedGeneralSopClassUids classes as which its instances can be treated too
 */
public record CommonExtendedNegotiation(
        String sopClassUid, String serviceClassUid, List<String> relatedGeneralSopClassUids) {
    public CommonExtendedNegotiation {
        relatedGeneralSopClassUids = List.copyOf(relatedGeneralSopClassUids);
    }
}

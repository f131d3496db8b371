package org.voxrelay.dimse;

import org.voxrelay.dimse.pdu.Octets;

/**
 * What is negotiated for C-MOVE and C-GET (PS3.4 sections C.5.2.1 and C.5.3.1, Table C.5-3).
 *
 * @param relational unique keys of levels above the one that is retrieved may be left out
 * @param enhancedMultiFrame the enhanced multi-frame image conversion view is asked for
 */
public record RetrieveOptions(boolean relational, boolean enhancedMultiFrame) {
    public static final RetrieveOptions NONE = new RetrieveOptions(false, false);

    static RetrieveOptions of(Octets information) {
        return new RetrieveOptions(information.isOneAt(0), information.isOneAt(1));
    }

    Octets information() {
        return Octets.of((byte) (relational ? 1 : 0), (byte) (enhancedMultiFrame ? 1 : 0));
    }

    /** @return what both have */
    RetrieveOptions and(RetrieveOptions other) {
        return new RetrieveOptions(relational && other.relational, enhancedMultiFrame && other.enhancedMultiFrame);
    }
}

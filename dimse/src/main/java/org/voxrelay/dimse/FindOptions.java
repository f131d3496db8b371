package org.voxrelay.dimse;

import org.voxrelay.dimse.pdu.Octets;

/**
 * What is negotiated for queries (PS3.4 section C.5.1.1.1, Table C.5.1-1; K.5.1.1 for worklists).
 *
 * @param relational keys of levels above the one that is asked for need not be unique
 * @param combinedDateTime a date range and a time range are one range
 * @param fuzzyNames names that only sound or look alike match
 * @param timezoneAdjustment times are those of the query's time zone
 * @param enhancedMultiFrame the enhanced multi-frame image conversion view is asked for
 */
public record FindOptions(
        boolean relational,
        boolean combinedDateTime,
        boolean fuzzyNames,
        boolean timezoneAdjustment,
        boolean enhancedMultiFrame) {
    public static final FindOptions NONE = new FindOptions(false, false, false, false, false);

    static FindOptions of(Octets information) {
        return new FindOptions(
                information.isOneAt(0),
                information.isOneAt(1),
                information.isOneAt(2),
                information.isOneAt(3),
                information.isOneAt(4));
    }

    Octets information() {
        return Octets.of(
                bit(relational),
                bit(combinedDateTime),
                bit(fuzzyNames),
                bit(timezoneAdjustment),
                bit(enhancedMultiFrame));
    }

    private static byte bit(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    /** @return what both have */
    FindOptions and(FindOptions other) {
        return new FindOptions(
                relational && other.relational,
                combinedDateTime && other.combinedDateTime,
                fuzzyNames && other.fuzzyNames,
                timezoneAdjustment && other.timezoneAdjustment,
                enhancedMultiFrame && other.enhancedMultiFrame);
    }
}

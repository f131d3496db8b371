package org.voxrelay.nodes;

/**
 * Something that a node is still to be told.
 *
 * @param subject of a commitment the Transaction UID, of an availability the Study Instance UID
 * @param uid of the SOP instance that the message is about or makes; the same at every attempt
 * @param body of a commitment its request as DICOM JSON, of an availability nothing
 * @param attempts made so far, the present one included
 */
public record OutgoingMessage(long pk, Kind kind, String node, String subject, String uid, String body, int attempts) {
    /** What it is about. */
    public enum Kind {
        /** The result of a storage commitment request (PS3.4 Annex J). */
        COMMITMENT,
        /** The instances of a study are here (PS3.4 Annex R). */
        AVAILABILITY
    }
}

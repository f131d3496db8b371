package org.voxrelay.dimse.pdu;

/**
 * What each side says of itself (PS3.8 section 9.3.2.3, PS3.7 section D.3.3).
 *
 * @param maxPduLength bytes of a P-DATA-TF PDU behind its length field that this side takes; 0: any
 */
public record UserInformation(
        int maxPduLength, String implementationClassUid, String implementationVersionName, UserItems items) {
    public UserInformation(int maxPduLength, String implementationClassUid, String implementationVersionName) {
        this(maxPduLength, implementationClassUid, implementationVersionName, UserItems.NONE);
    }
}

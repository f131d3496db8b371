package org.voxrelay.dimse.pdu;

/**
 * Which roles the requester of the association proposes for a SOP class, or is granted (PS3.7 section D.3.3.4).
 *
 * @param scu whether the requester uses the service
 * @param scp whether the requester provides it
 */
public record RoleSelection(String sopClassUid, boolean scu, boolean scp) {}

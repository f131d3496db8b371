package org.voxrelay.dimse.pdu;

/**
 * What is proposed or agreed for a SOP class beyond its transfer syntaxes (PS3.7 section D.3.3.5).
 *
 * @param information laid out as the service class of PS3.4 says
 */
public record ExtendedNegotiation(String sopClassUid, Octets information) {}

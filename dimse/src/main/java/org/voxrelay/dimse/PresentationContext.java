package org.voxrelay.dimse;

/**
 * What both sides agreed on for one kind of message.
 *
 * @param id odd, 1 to 255
 * @param abstractSyntax the SOP Class UID
 * @param transferSyntax the one that the acceptor chose
 */
public record PresentationContext(int id, String abstractSyntax, String transferSyntax) {}

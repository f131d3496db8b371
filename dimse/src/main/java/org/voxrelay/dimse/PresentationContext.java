package org.voxrelay.dimse;

/**
 * What both sides agreed on for one kind of message.
 *
 * @param id odd, 1 to 255
 * @param abstractSyntax the SOP Class UID
 * @param transferSyntax the one that the acceptor chose
 * @param requesterIsScu whether the requester of the association may use the service
 * @param requesterIsScp whether it may provide it, as for the instances that a C-GET brings
 */
public record PresentationContext(
        int id, String abstractSyntax, String transferSyntax, boolean requesterIsScu, boolean requesterIsScp) {
    /** In the roles that hold without a word. */
    public PresentationContext(int id, String abstractSyntax, String transferSyntax) {
        this(id, abstractSyntax, transferSyntax, true, false);
    }
}

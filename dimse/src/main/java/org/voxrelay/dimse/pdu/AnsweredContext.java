package org.voxrelay.dimse.pdu;

/**
 * The acceptor's answer to a presentation context (PS3.8 section 9.3.3.2).
 *
 * @param result 0 if accepted
 * @param transferSyntax without meaning unless accepted
 */
public record AnsweredContext(int id, int result, String transferSyntax) {
    public static final int ACCEPTED = 0;
    public static final int NO_REASON = 2;
    public static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
    public static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;
}

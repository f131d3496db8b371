package org.voxrelay.dimse.pdu;

import java.util.List;

/**
 * A presentation context as a requester proposes it (PS3.8 section 9.3.2.2).
 *
 * @param id odd, 1 to 255
 */
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
    public ProposedContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }
}

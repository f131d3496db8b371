package org.voxrelay.dimse;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What a C-STORE request says of the instance that follows (PS3.7 section 9.1.1); the data set may say something else.
 *
 * @param sopClassUid the abstract syntax of the presentation context
 * @param sopInstanceUid of the form of a UID
 * @param moveOriginator the AE that asked by C-MOVE for this instance
 */
public record StoreRequest(
        AssociationInfo association,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        Optional<String> moveOriginator) {
    public String callingAeTitle() {
        return association.callingAeTitle();
    }

    public String calledAeTitle() {
        return association.calledAeTitle();
    }

    public InetAddress peer() {
        return association.peer();
    }
}

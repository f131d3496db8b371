package org.voxrelay.dimse;

import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;

/**
 * A C-GET or C-MOVE request (PS3.7 sections 9.1.3 and 9.1.4).
 *
 * @param sopClassUid the abstract syntax of the presentation context
 * @param identifier level and unique keys
 * @param moveDestination the AE title that shall get the instances; empty for C-GET
 */
public record RetrieveRequest(
        AssociationInfo association, String sopClassUid, Attributes identifier, Optional<String> moveDestination) {
    /** @return what was negotiated for this class */
    public RetrieveOptions options() {
        return association.retrieveOptions(sopClassUid);
    }
}

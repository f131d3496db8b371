package org.voxrelay.dimse;

import org.voxrelay.dicom.data.Attributes;

/**
 * A C-FIND request (PS3.7 section 9.1.2).
 *
 * @param sopClassUid the abstract syntax of the presentation context: which information model is asked
 * @param identifier the keys, level and character set; at most {@link AssociationLimits#identifierBytes()} long
 * @param options what was negotiated for this class
 */
public record FindRequest(
        AssociationInfo association, String sopClassUid, Attributes identifier, FindOptions options) {}

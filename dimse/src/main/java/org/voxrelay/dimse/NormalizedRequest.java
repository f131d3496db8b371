package org.voxrelay.dimse;

/**
 * A request of one of the DIMSE-N services, as it came.
 *
 * @param abstractSyntax of the presentation context
 * @param link to send notifications back on the same association
 */
public record NormalizedRequest(
        AssociationInfo association, String abstractSyntax, NormalizedMessage message, PeerLink link) {}

package org.voxrelay.scu;

import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.nodes.Node;

/** Makes requests for associations with nodes: address, titles, and TLS where the node wants it. */
public final class NodeRequests {
    private final String aeTitle;

    /** @param aeTitle ours */
    public NodeRequests(String aeTitle) {
        this.aeTitle = aeTitle;
    }

    /** A request without contexts, not opened yet. */
    public AssociationRequest to(Node node) {
        return AssociationRequest.to(node.host(), node.port())
                .callingAeTitle(aeTitle)
                .calledAeTitle(node.aeTitle());
    }
}

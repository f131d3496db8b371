package org.voxrelay.scp;

import java.util.Optional;
import java.util.Set;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.MoveDestinations;
import org.voxrelay.dimse.RetrieveRequest;
import org.voxrelay.nodes.Access;
import org.voxrelay.nodes.Node;
import org.voxrelay.nodes.Permission;
import org.voxrelay.scu.NodeRequests;

/** Where a C-MOVE may send: to known nodes that may be destinations. */
public final class Destinations implements MoveDestinations {
    private final String aeTitle;
    private final Access access;
    private final NodeRequests requests;

    /** @param aeTitle ours */
    public Destinations(String aeTitle, Access access, NodeRequests requests) {
        this.aeTitle = aeTitle;
        this.access = access;
        this.requests = requests;
    }

    @Override
    public Optional<AssociationRequest> find(RetrieveRequest request, String destination) {
        if (destination.strip().equals(aeTitle)) {
            // Known, but never called: RetrieveScp says why.
            return Optional.of(requests.to(new Node(aeTitle, "localhost", 104, false, "", Set.of(), 1, true)));
        }
        return access.node(destination)
                .filter(node -> node.may(Permission.MOVE_DESTINATION))
                .map(requests::to);
    }
}

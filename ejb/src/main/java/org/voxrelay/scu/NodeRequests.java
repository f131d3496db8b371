package org.voxrelay.scu;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.Seats;
import org.voxrelay.dimse.TlsContext;
import org.voxrelay.nodes.Node;

/** Makes requests for associations with nodes: address, titles, and TLS where the node wants it. */
public final class NodeRequests {
    private static final Duration SEAT_WAIT = Duration.ofSeconds(30);

    private final String aeTitle;
    private final Optional<TlsContext> tls;
    private final Map<String, Seats> seats = new ConcurrentHashMap<>();

    /**
     * @param aeTitle ours
     * @param tls empty if no keys are set: nodes that want TLS cannot be reached then
     */
    public NodeRequests(String aeTitle, Optional<TlsContext> tls) {
        this.aeTitle = aeTitle;
        this.tls = tls;
    }

    /** A node wants TLS, for which nothing is set. */
    public static final class NoTls extends IllegalStateException {
        private static final long serialVersionUID = 1;

        NoTls(Node node) {
            super(node.aeTitle()
                    + " wants TLS, and neither VOXRELAY_TLS_TRUST_STORE nor VOXRELAY_TLS_KEY_STORE is set");
        }
    }

    /**
     * A request without contexts, not opened yet. Of all that are open to a node there are as many as it may have, and others wait.
     *
     * @throws NoTls if the node wants TLS and there is none
     */
    public AssociationRequest to(Node node) {
        var request = AssociationRequest.to(node.host(), node.port())
                .callingAeTitle(aeTitle)
                .calledAeTitle(node.aeTitle())
                .seats(seatsOf(node));
        return node.tls() ? request.tls(tls.orElseThrow(() -> new NoTls(node))) : request;
    }

    /** A node that may have another number now gets new ones: those of before end with their associations. */
    private Seats seatsOf(Node node) {
        return seats.compute(
                node.aeTitle(),
                (title, known) -> known != null && known.count() == node.maxAssociations()
                        ? known
                        : new Seats(node.maxAssociations(), SEAT_WAIT));
    }
}

package org.voxrelay.nodes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.config.UnknownNodes;

/** Who may do what. A title is only believed from its node's address, as far as that can be told. */
public final class Access {
    private static final Logger LOG = Logger.getLogger(Access.class.getName());

    private final KnownNodes nodes;
    private final UnknownNodes unknown;

    public Access(KnownNodes nodes, UnknownNodes unknown) {
        this.nodes = nodes;
        this.unknown = unknown;
    }

    /** Whether somebody of this title, at this address, may associate at all. What speaks against it is logged. */
    public boolean mayAssociate(String callingAeTitle, InetAddress from) {
        Optional<Node> node = nodes.find(callingAeTitle);
        if (node.isEmpty()) {
            return unknown != UnknownNodes.REFUSE || refuse(callingAeTitle, from, "no known node has this AE title");
        }
        if (!node.get().enabled()) {
            return refuse(callingAeTitle, from, "the node is disabled");
        }
        return isAt(node.get(), from)
                || refuse(callingAeTitle, from, "the node is at " + node.get().host());
    }

    private static boolean refuse(String callingAeTitle, InetAddress from, String why) {
        LOG.log(Level.WARNING, "an association of {0} from {1} is rejected: {2}", new Object[] {
            callingAeTitle.strip(), from.getHostAddress(), why
        });
        return false;
    }

    /** A name that nobody can resolve now says nothing against the caller. */
    private static boolean isAt(Node node, InetAddress from) {
        try {
            return Arrays.asList(InetAddress.getAllByName(node.host())).contains(from);
        } catch (UnknownHostException e) {
            LOG.log(Level.WARNING, "the host {0} of node {1} has no address: {2} is let in unchecked", new Object[] {
                node.host(), node.aeTitle(), from.getHostAddress()
            });
            return true;
        }
    }

    /** Whether an associated caller may use a service. */
    public boolean may(String callingAeTitle, Permission permission) {
        return nodes.find(callingAeTitle).map(node -> node.may(permission)).orElseGet(() -> isFree(permission));
    }

    private boolean isFree(Permission permission) {
        return switch (permission) {
            case STORE -> unknown.compareTo(UnknownNodes.STORE) >= 0;
            case QUERY -> unknown.compareTo(UnknownNodes.QUERY) >= 0;
            case RETRIEVE -> unknown.compareTo(UnknownNodes.RETRIEVE) >= 0;
            case MOVE_DESTINATION, AVAILABILITY, COMMITMENT -> false; // these need an address
        };
    }

    /** The node, if it is known and enabled. */
    public Optional<Node> node(String aeTitle) {
        return nodes.find(aeTitle).filter(Node::enabled);
    }
}

package org.voxrelay.dimse;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many associations each node has open. No more nodes are known than associations are open. */
final class NodeCounts {
    /** A title at an address. */
    record Node(String callingAeTitle, InetAddress address) {}

    private final int bound;
    private final Map<Node, Integer> open = new HashMap<>();

    NodeCounts(int bound) {
        this.bound = bound;
    }

    /** @return false if the node has enough; true is to be followed by {@link #leave} */
    synchronized boolean enter(Node node) {
        if (open.getOrDefault(node, 0) >= bound) {
            return false;
        }
        open.merge(node, 1, Integer::sum);
        return true;
    }

    synchronized void leave(Node node) {
        open.computeIfPresent(node, (key, count) -> count == 1 ? null : count - 1);
    }
}

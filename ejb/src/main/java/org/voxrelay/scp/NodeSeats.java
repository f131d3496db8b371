package org.voxrelay.scp;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.voxrelay.nodes.Node;

/**
 * Counts the associations of each node. A seat is taken when the association is let in and given back when its thread ends:
 * the listener checks and serves an association in one thread of its own.
 */
public final class NodeSeats {
    private final Map<String, Integer> taken = new HashMap<>();
    private final ThreadLocal<String> seat = new ThreadLocal<>();

    /** @return false if the node has as many associations as it may have */
    boolean take(Node node) {
        synchronized (taken) {
            int others = taken.getOrDefault(node.aeTitle(), 0);
            if (others >= node.maxAssociations()) {
                return false;
            }
            taken.put(node.aeTitle(), others + 1);
        }
        seat.set(node.aeTitle());
        return true;
    }

    /** The same threads, which give back their seats at their end. */
    public ThreadFactory over(ThreadFactory threads) {
        return task -> threads.newThread(() -> {
            try {
                task.run();
            } finally {
                leave();
            }
        });
    }

    private void leave() {
        String title = seat.get();
        seat.remove();
        if (title != null) {
            synchronized (taken) {
                taken.computeIfPresent(title, (node, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}

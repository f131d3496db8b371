package org.voxrelay.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.voxrelay.db.DatabaseException;

/**
 * The nodes as they were a second ago at most, so that no message costs a look into the database. While the database is
 * away, they are as they were before.
 */
public final class KnownNodes {
    private static final Logger LOG = Logger.getLogger(KnownNodes.class.getName());
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private record Snapshot(Map<String, Node> byTitle, long readAt) {}

    private final Supplier<List<Node>> source;
    private volatile Snapshot last;

    /** @param source reads all nodes */
    public KnownNodes(Supplier<List<Node>> source) {
        this.source = source;
    }

    /** The node of this title, enabled or not. */
    public Optional<Node> find(String aeTitle) {
        return Optional.ofNullable(fresh().get(aeTitle.strip()));
    }

    /** Looks again at the next question: something was changed. */
    public void forget() {
        Snapshot known = last;
        if (known != null) {
            last = new Snapshot(known.byTitle(), System.nanoTime() - FRESH_NANOS);
        }
    }

    private Map<String, Node> fresh() {
        Snapshot known = last;
        if (known != null && System.nanoTime() - known.readAt() < FRESH_NANOS) {
            return known.byTitle();
        }
        try {
            known = new Snapshot(
                    source.get().stream().collect(Collectors.toUnmodifiableMap(Node::aeTitle, Function.identity())),
                    System.nanoTime());
        } catch (DatabaseException e) {
            if (known == null) {
                throw e;
            }
            LOG.log(Level.WARNING, "the nodes are as they were before: {0}", e.getMessage());
            known = new Snapshot(known.byTitle(), System.nanoTime());
        }
        last = known;
        return known.byTitle();
    }
}

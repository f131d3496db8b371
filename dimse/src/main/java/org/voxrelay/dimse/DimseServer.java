package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/** Listens for associations, on one port or several, and serves each in a thread of its own. */
public final class DimseServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DimseServer.class.getName());

    /** Above the limit so many more are let in to be told that they are too many; the others are hung up on. */
    private static final int TOLD_TO_WAIT = 16;

    private final ApplicationEntity entity;
    private final AssociationLimits limits;
    private final ThreadFactory threads;
    private final NodeCounts nodes;
    private final List<OpenListener> listeners = new ArrayList<>();
    private final List<Thread> accepting = new ArrayList<>();
    private final Map<ServedAssociation, Thread> open = new ConcurrentHashMap<>();

    /** Never more than associations were open at once; the collector would give direct memory back only late. */
    private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

    private DimseServer(ApplicationEntity entity, AssociationLimits limits, ThreadFactory threads) {
        this.entity = entity;
        this.limits = limits;
        this.threads = threads;
        nodes = new NodeCounts(limits.maxPerNode());
    }

    /**
     * Begins to listen for plain connections.
     *
     * @param address port 0 takes a free one
     * @param threads makes the thread of each association and the one that listens
     */
    public static DimseServer open(
            InetSocketAddress address, ApplicationEntity entity, AssociationLimits limits, ThreadFactory threads)
            throws IOException {
        return open(List.of(Listener.plain(address)), entity, limits, threads);
    }

    /**
     * Begins to listen.
     *
     * @param listeners one at least; the limits count over all of them
     * @param threads makes the thread of each association and of each listener
     */
    public static DimseServer open(
            List<Listener> listeners, ApplicationEntity entity, AssociationLimits limits, ThreadFactory threads)
            throws IOException {
        DimseServer server = new DimseServer(entity, limits, threads);
        try {
            for (Listener listener : listeners) {
                server.listeners.add(new OpenListener(listener, limits));
            }
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        server.listeners.forEach(server::acceptAll);
        return server;
    }

    private void acceptAll(OpenListener listener) {
        Thread thread = threads.newThread(() -> listener.acceptAll(channel -> serveOrHangUp(listener, channel)));
        accepting.add(thread);
        thread.start();
    }

    /** @return the port of the first listener */
    public int port() {
        return listeners.get(0).port();
    }

    /** @return the ports that are listened on, in the order of the listeners */
    public List<Integer> ports() {
        return listeners.stream().map(OpenListener::port).toList();
    }

    /** @return associations that are open now, those that are being negotiated or closed included */
    public int openAssociations() {
        return open.size();
    }

    private void serveOrHangUp(OpenListener listener, SocketChannel channel) {
        try {
            serve(listener, channel);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.INFO, "A connection was lost before it was served: {0}", e.getMessage());
        }
    }

    private void serve(OpenListener listener, SocketChannel channel) throws IOException {
        int others = open.size();
        if (others >= limits.maxAssociations() + TOLD_TO_WAIT) {
            channel.close();
            return;
        }
        Optional<Rejection> overload =
                others >= limits.maxAssociations() ? Optional.of(Rejection.LOCAL_LIMIT_EXCEEDED) : Optional.empty();
        Connection connection = listener.connection(channel);
        ByteBuffer buffer = Optional.ofNullable(buffers.poll()).orElseGet(UpperLayer::newBuffer);
        ServedAssociation association = new ServedAssociation(connection, buffer, entity, limits, nodes, overload);
        Thread thread = threads.newThread(() -> {
            try {
                association.run();
            } finally {
                open.remove(association);
                buffers.add(buffer);
            }
        });
        open.put(association, thread);
        start(thread, association);
    }

    private void start(Thread thread, ServedAssociation association) {
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // the system has no thread left: those that run must not suffer
            open.remove(association);
            association.abort();
            LOG.log(Level.ERROR, "No thread for another association", e);
        }
    }

    /**
     * Takes no more associations, lets messages under way finish within {@link AssociationLimits#grace()}, then aborts
     * what is open and waits for its threads.
     */
    @Override
    public void close() throws IOException {
        for (OpenListener listener : listeners) {
            listener.close();
        }
        long end = System.nanoTime() + limits.grace().toNanos();
        while (abortIdle() && System.nanoTime() < end) {
            pause();
        }
        open.keySet().forEach(ServedAssociation::abort);
        long last = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        open.values().forEach(thread -> join(thread, last));
        accepting.forEach(thread -> join(thread, last));
    }

    /** Whether others are left, in the middle of a message. */
    private boolean abortIdle() {
        open.keySet().stream().filter(association -> !association.isBusy()).forEach(ServedAssociation::abort);
        return open.keySet().stream().anyMatch(ServedAssociation::isBusy);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread, long end) {
        try {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/** Listens for associations and serves each in a thread of its own. */
public final class DimseServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DimseServer.class.getName());

    /** Above the limit so many more are let in to be told that they are too many; the others are hung up on. */
    private static final int TOLD_TO_WAIT = 16;

    private final ServerSocketChannel listener;
    private final ApplicationEntity entity;
    private final AssociationLimits limits;
    private final ThreadFactory threads;
    private final NodeCounts nodes;
    private final Map<ServedAssociation, Thread> open = new ConcurrentHashMap<>();

    /** Never more than associations were open at once; the collector would give direct memory back only late. */
    private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

    private final Thread accepting;

    private DimseServer(
            ServerSocketChannel listener, ApplicationEntity entity, AssociationLimits limits, ThreadFactory threads) {
        this.listener = listener;
        this.entity = entity;
        this.limits = limits;
        this.threads = threads;
        nodes = new NodeCounts(limits.maxPerNode());
        accepting = threads.newThread(this::acceptAll);
    }

    /**
     * Begins to listen.
     *
     * @param address port 0 takes a free one
     * @param threads makes the thread of each association and the one that listens
     */
    public static DimseServer open(
            InetSocketAddress address, ApplicationEntity entity, AssociationLimits limits, ThreadFactory threads)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (limits.receiveBufferBytes() > 0) {
                listener.setOption(StandardSocketOptions.SO_RCVBUF, limits.receiveBufferBytes());
            }
            listener.bind(address, 128);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        DimseServer server = new DimseServer(listener, entity, limits, threads);
        server.accepting.start();
        return server;
    }

    /** @return the port that is listened on */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /** @return associations that are open now, those that are being negotiated or closed included */
    public int openAssociations() {
        return open.size();
    }

    private void acceptAll() {
        while (listener.isOpen()) {
            accept().ifPresent(this::serveOrHangUp);
        }
    }

    private Optional<SocketChannel> accept() {
        try {
            return Optional.of(listener.accept());
        } catch (ClosedChannelException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "No connection could be accepted: {0}", e.getMessage());
            pause(); // out of file descriptors, most likely: to try again at once burns the processor
            return Optional.empty();
        }
    }

    private void serveOrHangUp(SocketChannel channel) {
        try {
            serve(channel);
        } catch (IOException e) {
            LOG.log(Level.INFO, "A connection was lost before it was served: {0}", e.getMessage());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        int others = open.size();
        if (others >= limits.maxAssociations() + TOLD_TO_WAIT) {
            channel.close();
            return;
        }
        Optional<Rejection> overload =
                others >= limits.maxAssociations() ? Optional.of(Rejection.LOCAL_LIMIT_EXCEEDED) : Optional.empty();
        Connection connection = new Connection(channel, limits);
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
        listener.close();
        long end = System.nanoTime() + limits.grace().toNanos();
        while (abortIdle() && System.nanoTime() < end) {
            pause();
        }
        open.keySet().forEach(ServedAssociation::abort);
        long last = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        open.values().forEach(thread -> join(thread, last));
        join(accepting, last);
    }

    /** Whether others are left, in the middle of a message. */
    private boolean abortIdle() {
        open.keySet().stream().filter(association -> !association.isBusy()).forEach(ServedAssociation::abort);
        return open.keySet().stream().anyMatch(ServedAssociation::isBusy);
    }

    private static void join(Thread thread, long end) {
        try {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

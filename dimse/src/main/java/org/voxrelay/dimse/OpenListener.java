package org.voxrelay.dimse;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;

/** A bound {@link Listener} that hands on each connection that is made to it. */
final class OpenListener implements Closeable {
    private static final Logger LOG = System.getLogger(OpenListener.class.getName());
    private static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private final Optional<TlsContext> tls;
    private final AssociationLimits limits;

    OpenListener(Listener listener, AssociationLimits limits) throws IOException {
        this.limits = limits;
        tls = listener.tls();
        channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (limits.receiveBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, limits.receiveBufferBytes());
            }
            channel.bind(listener.address(), BACKLOG);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    /** Accepts until it is closed. */
    void acceptAll(Consumer<SocketChannel> taker) {
        while (channel.isOpen()) {
            accept().ifPresent(taker);
        }
    }

    private Optional<SocketChannel> accept() {
        try {
            return Optional.of(channel.accept());
        } catch (ClosedChannelException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "No connection could be accepted: {0}", e.getMessage());
            pause(); // out of file descriptors, most likely: to try again at once burns the processor
            return Optional.empty();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param accepted owned by the connection from now on, also if this throws */
    Connection connection(SocketChannel accepted) throws IOException {
        return tls.isPresent()
                ? new TlsConnection(accepted, limits, tls.get().acceptorEngine())
                : new Connection(accepted, limits);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

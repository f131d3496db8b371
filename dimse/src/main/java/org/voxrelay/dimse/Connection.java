package org.voxrelay.dimse;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.voxrelay.dimse.AssociationException.Cause;

/**
 * A TCP connection whose reads and writes both end after a bounded wait, which a blocking socket offers for reads only.
 * One thread reads and writes; any may close.
 *
 * <p>TCP_NODELAY is on. TCP_QUICKACK is set again after each read where the system has it: a peer without TCP_NODELAY,
 * as DCMTK's tools are by default, otherwise waits 40 ms for an acknowledgement at the end of each message.
 */
class Connection implements Closeable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final InetAddress peer;
    private final Optional<SocketOption<Boolean>> quickAck;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicReference<Runnable> afterwards = new AtomicReference<>(() -> {});

    /** @param channel connected; owned by this object from now on, also if this throws */
    Connection(SocketChannel channel, AssociationLimits limits) throws IOException {
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (limits.sendBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, limits.sendBufferBytes());
            }
            peer = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            quickAck = quickAckOf(channel);
            selector = Selector.open();
            key = channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** @throws IOException if nobody accepts within {@link AssociationLimits#connect()} */
    static SocketChannel connect(SocketAddress address, AssociationLimits limits) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            if (limits.receiveBufferBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, limits.receiveBufferBytes());
            }
            channel.socket().connect(address, (int) limits.connect().toMillis());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    /** Found by name: the class that declares it is not visible to every class loader of an application server. */
    @SuppressWarnings("unchecked")
    private static Optional<SocketOption<Boolean>> quickAckOf(SocketChannel channel) {
        return channel.supportedOptions().stream()
                .filter(option -> option.name().equals("TCP_QUICKACK"))
                .map(option -> (SocketOption<Boolean>) option)
                .findFirst();
    }

    InetAddress peer() {
        return peer;
    }

    /**
     * Reads at least a byte into the room left.
     *
     * @return the number of bytes; -1 at the end
     * @throws AssociationException TIMEOUT or CONNECTION_LOST
     */
    int read(ByteBuffer into, Duration wait) throws AssociationException {
        try {
            int got = readAtOnce(into);
            while (got == 0) {
                await(SelectionKey.OP_READ, wait, "The peer sent nothing for ");
                got = readAtOnce(into);
            }
            return got;
        } catch (AssociationException e) {
            throw e;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private int readAtOnce(ByteBuffer into) throws IOException {
        int got = channel.read(into);
        if (got > 0 && quickAck.isPresent()) {
            channel.setOption(quickAck.get(), true);
        }
        return got;
    }

    /**
     * Reads what has arrived.
     *
     * @return the number of bytes; 0 if there are none now, -1 at the end
     */
    int readNow(ByteBuffer into) throws AssociationException {
        try {
            return readAtOnce(into);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Waits for the peer's next bytes.
     *
     * @return false if {@link #wakeUp()} came first
     * @throws AssociationException TIMEOUT or CONNECTION_LOST
     */
    boolean awaitArrival(Duration wait) throws AssociationException {
        try {
            if (!woken.get()) {
                await(SelectionKey.OP_READ, wait, "The peer sent nothing for ", woken);
            }
            return !woken.getAndSet(false);
        } catch (AssociationException e) {
            throw e;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** From any thread: ends the present or the next {@link #awaitArrival}. */
    void wakeUp() {
        woken.set(true);
        selector.wakeup();
    }

    /** What goes before the first PDU, within the wait: nothing on a plain connection. */
    void handshake(Duration wait) throws AssociationException {}

    /** The certificate that the peer has shown in the handshake. */
    Optional<X509Certificate> certificate() {
        return Optional.empty();
    }

    boolean isEncrypted() {
        return false;
    }

    /**
     * Writes all that remains.
     *
     * @throws AssociationException TIMEOUT or CONNECTION_LOST
     */
    void write(ByteBuffer from, Duration wait) throws AssociationException {
        try {
            while (from.hasRemaining()) {
                if (channel.write(from) == 0) {
                    await(SelectionKey.OP_WRITE, wait, "The peer took nothing for ");
                }
            }
        } catch (AssociationException e) {
            throw e;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Writes what the connection takes at once: a last word from a thread that must not wait. */
    void writeWithoutWaiting(byte[] bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException ignored) {
            // the connection is about to be closed anyway
        }
    }

    private void await(int operation, Duration wait, String failure) throws IOException {
        await(operation, wait, failure, new AtomicBoolean());
    }

    private void await(int operation, Duration wait, String failure, AtomicBoolean enough) throws IOException {
        long end = System.nanoTime() + wait.toNanos();
        try {
            key.interestOps(operation);
            selector.selectedKeys().clear();
            do {
                long leftMillis = (end - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0) {
                    throw new AssociationException(Cause.TIMEOUT, failure + wait.toMillis() + " ms");
                }
                if (Thread.currentThread().isInterrupted() || !channel.isOpen()) {
                    throw new IOException("closed here");
                }
                selector.select(leftMillis);
            } while (selector.selectedKeys().isEmpty() && !enough.get());
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new IOException("closed here", e);
        }
    }

    static AssociationException lost(IOException e) {
        return new AssociationException(Cause.CONNECTION_LOST, "The connection is lost: " + e.getMessage(), e);
    }

    /** Runs something once, when this is closed. */
    void whenClosed(Runnable task) {
        afterwards.set(task);
    }

    @Override
    public void close() {
        try (Selector closedSecond = selector;
                SocketChannel closedFirst = channel) {
            selector.wakeup();
        } catch (IOException ignored) {
            // nothing more can be done with it
        } finally {
            afterwards.getAndSet(() -> {}).run();
        }
    }
}

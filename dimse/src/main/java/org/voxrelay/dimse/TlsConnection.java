package org.voxrelay.dimse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.voxrelay.dimse.AssociationException.Cause;

/** A {@link Connection} whose bytes are encrypted on their way, within the same waits. */
final class TlsConnection extends Connection {
    private static final int ENCRYPTED_IN = 64 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteBuffer encryptedIn = ByteBuffer.allocate(ENCRYPTED_IN).limit(0);
    private final ByteBuffer encryptedOut;
    private final ByteBuffer plain;

    /** SSLEngine wants one thread at a time to wrap; another may come with a last word. */
    private final ReentrantLock writing = new ReentrantLock();

    private boolean established;

    /** Whether the last record that was to be decrypted is not here as a whole. */
    private boolean starved;

    /** @param channel connected; owned by this object from now on, also if this throws */
    TlsConnection(SocketChannel channel, AssociationLimits limits, SSLEngine engine) throws IOException {
        super(channel, limits);
        this.engine = engine;
        encryptedOut = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
    }

    @Override
    boolean isEncrypted() {
        return true;
    }

    @Override
    Optional<X509Certificate> certificate() {
        try {
            return engine.getSession().getPeerCertificates()[0] instanceof X509Certificate x509
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    @Override
    void handshake(Duration wait) throws AssociationException {
        long end = System.nanoTime() + wait.toNanos();
        try {
            engine.beginHandshake();
            while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                shakeHands(end);
            }
            established = true;
        } catch (SSLException e) {
            throw failed(e);
        }
    }

    private void shakeHands(long end) throws AssociationException, SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(NOTHING, left(end));
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (unwrap(plain) == Status.CLOSED) {
                    throw new AssociationException(Cause.CONNECTION_LOST, "The peer ended the TLS handshake");
                }
                boolean more = engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP && starved;
                if (more && fill(left(end)) < 0) {
                    throw new AssociationException(
                            Cause.CONNECTION_LOST, "The peer closed the connection within the TLS handshake");
                }
            }
            case FINISHED, NOT_HANDSHAKING -> {}
        }
    }

    private static Duration left(long end) throws AssociationException {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw new AssociationException(Cause.TIMEOUT, "The peer took too long for a TLS record");
        }
        return Duration.ofNanos(nanos);
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** The engine speaks its last word to the peer, the alert that says why. */
    private AssociationException failed(SSLException e) {
        sayLast(NOTHING);
        return new AssociationException(Cause.PROTOCOL, "TLS failed: " + e.getMessage(), e);
    }

    /** Decrypts a record at most. */
    private Status unwrap(ByteBuffer into) throws SSLException {
        if (into == plain) {
            plain.clear();
        }
        SSLEngineResult result;
        try {
            result = engine.unwrap(encryptedIn, into);
        } finally {
            if (into == plain) {
                plain.flip();
            }
        }
        starved = result.getStatus() == Status.BUFFER_UNDERFLOW;
        return result.getStatus();
    }

    private int fill(Duration wait) throws AssociationException {
        encryptedIn.compact();
        try {
            return super.read(encryptedIn, wait);
        } finally {
            encryptedIn.flip();
        }
    }

    @Override
    int read(ByteBuffer into, Duration wait) throws AssociationException {
        long end = System.nanoTime() + wait.toNanos();
        int got = decrypt(into);
        while (got == 0) {
            if (fill(left(end)) < 0) {
                return -1;
            }
            got = decrypt(into);
        }
        return got;
    }

    @Override
    int readNow(ByteBuffer into) throws AssociationException {
        int got = decrypt(into);
        if (got != 0) {
            return got;
        }
        encryptedIn.compact();
        int arrived = super.readNow(encryptedIn);
        encryptedIn.flip();
        return arrived > 0 ? decrypt(into) : arrived;
    }

    @Override
    boolean awaitArrival(Duration wait) throws AssociationException {
        long end = System.nanoTime() + wait.toNanos();
        while (!plain.hasRemaining() && decryptRecord(plain) == 0) {
            if (!super.awaitArrival(left(end))) {
                return false;
            }
            encryptedIn.compact();
            int arrived = super.readNow(encryptedIn);
            encryptedIn.flip();
            if (arrived < 0) {
                return true; // to be read again
            }
        }
        return true;
    }

    /** @return the number of bytes; 0 if no whole record is here, -1 at the end */
    private int decrypt(ByteBuffer into) throws AssociationException {
        if (!plain.hasRemaining() && into.remaining() >= plain.capacity()) {
            return decryptRecord(into);
        }
        if (!plain.hasRemaining()) {
            int got = decryptRecord(plain);
            if (got <= 0) {
                return got;
            }
        }
        int count = Math.min(into.remaining(), plain.remaining());
        into.put(plain.slice(plain.position(), count));
        plain.position(plain.position() + count);
        return count;
    }

    private int decryptRecord(ByteBuffer into) throws AssociationException {
        try {
            while (true) {
                int before = into == plain ? 0 : into.position();
                Status status = unwrap(into);
                answerPeer();
                int got = into == plain ? plain.remaining() : into.position() - before;
                if (got > 0) {
                    return got;
                }
                if (status == Status.CLOSED) {
                    return -1;
                }
                if (status != Status.OK || !encryptedIn.hasRemaining()) {
                    return 0;
                }
            }
        } catch (SSLException e) {
            throw failed(e);
        }
    }

    /** TLS 1.3 has messages after the handshake; in TLS 1.2 another handshake is refused (RFC 9325 section 3.5). */
    private void answerPeer() throws AssociationException, SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NOT_HANDSHAKING || engine.isInboundDone()) {
            return;
        }
        if (established && engine.getSession().getProtocol().equals("TLSv1.2")) {
            throw new AssociationException(Cause.PROTOCOL, "The peer wanted to renegotiate TLS");
        }
        if (status == HandshakeStatus.NEED_TASK) {
            runTasks();
        } else if (status == HandshakeStatus.NEED_WRAP) {
            wrap(NOTHING, Duration.ofSeconds(1));
        }
    }

    @Override
    void write(ByteBuffer from, Duration wait) throws AssociationException {
        try {
            while (from.hasRemaining()) {
                wrap(from, wait);
            }
        } catch (SSLException e) {
            throw failed(e);
        }
    }

    private void wrap(ByteBuffer from, Duration wait) throws AssociationException, SSLException {
        writing.lock();
        try {
            encryptedOut.clear();
            SSLEngineResult result = engine.wrap(from, encryptedOut);
            super.write(encryptedOut.flip(), wait);
            if (result.getStatus() == Status.CLOSED) {
                throw new AssociationException(Cause.CONNECTION_LOST, "The TLS connection is closed");
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    void writeWithoutWaiting(byte[] bytes) {
        sayLast(ByteBuffer.wrap(bytes));
    }

    private void sayLast(ByteBuffer words) {
        if (!writing.tryLock()) {
            return; // something else is being said, and the rest of it must not be broken up
        }
        try {
            encryptedOut.clear();
            engine.wrap(words, encryptedOut);
            byte[] encrypted = new byte[encryptedOut.flip().remaining()];
            encryptedOut.get(encrypted);
            super.writeWithoutWaiting(encrypted);
        } catch (SSLException ignored) {
            // the connection is about to be closed anyway
        } finally {
            writing.unlock();
        }
    }

    /** Says close_notify first, if the connection takes it at once. */
    @Override
    public void close() {
        engine.closeOutbound();
        sayLast(NOTHING);
        super.close();
    }
}

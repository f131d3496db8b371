package org.voxrelay.dimse;

import java.time.Duration;

/**
 * Bounds of associations.
 *
 * @param maxPduLength bytes of a P-DATA-TF PDU that this side takes and sends at most; 128 KiB is what storescu sends
 * @param maxAssociations open at the same time; one more is rejected with "local limit exceeded"
 * @param maxPerNode of them from one calling AE title at one address; one more is rejected likewise
 * @param maxOperations outstanding at the same time on one association (PS3.7 section D.3.3.3); 1 is synchronous
 * @param identifierBytes of a query, of a normalized request or of an answer to one; more is refused
 * @param drainBytes of a data set that are read over when a service has left them unread; more aborts
 * @param waits how long for what
 * @param buffers of the socket
 */
public record AssociationLimits(
        int maxPduLength,
        int maxAssociations,
        int maxPerNode,
        int maxOperations,
        int identifierBytes,
        long drainBytes,
        Waits waits,
        SocketBuffers buffers) {
    /**
     * Longest waits.
     *
     * @param idle for the peer's next bytes, or for the peer to take ours, on an open association
     * @param artim for a request and the TLS handshake before it, and for the peer to close after the end (PS3.8 section
     *     9.1.5)
     * @param connect for a connection to open
     * @param grace what messages under way get to finish when a server closes
     */
    public record Waits(Duration idle, Duration artim, Duration connect, Duration grace) {
        /** @throws IllegalArgumentException if a wait is not above 0 */
        public Waits {
            if (!isPositive(idle) || !isPositive(artim) || !isPositive(connect) || grace.isNegative()) {
                throw new IllegalArgumentException("waits must have a bound above 0");
            }
        }

        private static boolean isPositive(Duration duration) {
            return !duration.isNegative() && !duration.isZero();
        }
    }

    /**
     * Bytes of the socket's buffers; 0 leaves them to the kernel, which adapts them: that was never slower when measured,
     * and setting them turns its adaptation off.
     */
    public record SocketBuffers(int send, int receive) {}

    public static final AssociationLimits DEFAULT = new AssociationLimits(
            131072,
            64,
            64,
            16,
            16 << 20,
            256L << 20,
            new Waits(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(5)),
            new SocketBuffers(0, 0));

    /** @throws IllegalArgumentException if a bound is not above 0 or PDUs would be shorter than 4 KiB or above 16 MiB */
    public AssociationLimits {
        boolean counts = maxAssociations > 0 && maxPerNode > 0 && maxOperations > 0 && maxOperations <= 1024;
        boolean sizes = maxPduLength >= 4096 && maxPduLength <= 16 << 20 && identifierBytes > 0 && drainBytes >= 0;
        if (!counts || !sizes) {
            throw new IllegalArgumentException("limits out of range");
        }
    }

    public Duration idle() {
        return waits.idle();
    }

    public Duration artim() {
        return waits.artim();
    }

    public Duration connect() {
        return waits.connect();
    }

    public Duration grace() {
        return waits.grace();
    }

    public int sendBufferBytes() {
        return buffers.send();
    }

    public int receiveBufferBytes() {
        return buffers.receive();
    }

    public AssociationLimits withMaxAssociations(int count) {
        return with(maxPduLength, count, maxPerNode, maxOperations, identifierBytes, drainBytes, waits);
    }

    public AssociationLimits withMaxPerNode(int count) {
        return with(maxPduLength, maxAssociations, count, maxOperations, identifierBytes, drainBytes, waits);
    }

    public AssociationLimits withMaxOperations(int count) {
        return with(maxPduLength, maxAssociations, maxPerNode, count, identifierBytes, drainBytes, waits);
    }

    public AssociationLimits withMaxPduLength(int bytes) {
        return with(bytes, maxAssociations, maxPerNode, maxOperations, identifierBytes, drainBytes, waits);
    }

    public AssociationLimits withIdentifierBytes(int bytes) {
        return with(maxPduLength, maxAssociations, maxPerNode, maxOperations, bytes, drainBytes, waits);
    }

    public AssociationLimits withDrainBytes(long bytes) {
        return with(maxPduLength, maxAssociations, maxPerNode, maxOperations, identifierBytes, bytes, waits);
    }

    public AssociationLimits withIdle(Duration wait) {
        return with(new Waits(wait, artim(), connect(), grace()));
    }

    public AssociationLimits withArtim(Duration wait) {
        return with(new Waits(idle(), wait, connect(), grace()));
    }

    public AssociationLimits withConnect(Duration wait) {
        return with(new Waits(idle(), artim(), wait, grace()));
    }

    public AssociationLimits withGrace(Duration wait) {
        return with(new Waits(idle(), artim(), connect(), wait));
    }

    private AssociationLimits with(Waits newWaits) {
        return with(maxPduLength, maxAssociations, maxPerNode, maxOperations, identifierBytes, drainBytes, newWaits);
    }

    private AssociationLimits with(
            int pdu, int associations, int perNode, int operations, int identifier, long drain, Waits newWaits) {
        return new AssociationLimits(pdu, associations, perNode, operations, identifier, drain, newWaits, buffers);
    }
}

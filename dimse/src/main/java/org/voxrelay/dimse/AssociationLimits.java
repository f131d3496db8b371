package org.voxrelay.dimse;

import java.time.Duration;

/**
 * Bounds of associations.
 *
 * @param maxPduLength bytes of a P-DATA-TF PDU that this side takes and sends at most; 128 KiB is what storescu sends
 * @param maxAssociations open at the same time; one more is rejected with "local limit exceeded"
 * @param idle longest wait for the peer's next bytes, or for the peer to take ours, on an open association
 * @param artim longest wait for a request, and for the peer to close after the end (PS3.8 section 9.1.5)
 * @param connect longest wait for a connection to open
 * @param grace what messages under way get to finish when a server closes
 * @param drainBytes of a data set that are read over when a service has left them unread; more aborts
 * @param sendBufferBytes of the socket; 0 leaves it to the kernel, which adapts it: that was never slower when measured
 * @param receiveBufferBytes of the socket; 0 leaves it to the kernel: setting it turns its adaptation off
 */
public record AssociationLimits(
        int maxPduLength,
        int maxAssociations,
        Duration idle,
        Duration artim,
        Duration connect,
        Duration grace,
        long drainBytes,
        int sendBufferBytes,
        int receiveBufferBytes) {
    public static final AssociationLimits DEFAULT = new AssociationLimits(
            131072,
            64,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            256L << 20,
            0,
            0);

    /** @throws IllegalArgumentException if a bound is not above 0 or PDUs would be shorter than 4 KiB or above 16 MiB */
    public AssociationLimits {
        if (maxPduLength < 4096 || maxPduLength > 16 << 20 || maxAssociations < 1 || drainBytes < 0) {
            throw new IllegalArgumentException("limits out of range");
        }
        if (!isPositive(idle) || !isPositive(artim) || !isPositive(connect) || grace.isNegative()) {
            throw new IllegalArgumentException("waits must have a bound above 0");
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    public AssociationLimits withMaxAssociations(int count) {
        return new AssociationLimits(
                maxPduLength, count, idle, artim, connect, grace, drainBytes, sendBufferBytes, receiveBufferBytes);
    }

    public AssociationLimits withMaxPduLength(int bytes) {
        return new AssociationLimits(
                bytes, maxAssociations, idle, artim, connect, grace, drainBytes, sendBufferBytes, receiveBufferBytes);
    }

    public AssociationLimits withIdle(Duration wait) {
        return new AssociationLimits(
                maxPduLength,
                maxAssociations,
                wait,
                artim,
                connect,
                grace,
                drainBytes,
                sendBufferBytes,
                receiveBufferBytes);
    }

    public AssociationLimits withArtim(Duration wait) {
        return new AssociationLimits(
                maxPduLength,
                maxAssociations,
                idle,
                wait,
                connect,
                grace,
                drainBytes,
                sendBufferBytes,
                receiveBufferBytes);
    }

    public AssociationLimits withGrace(Duration wait) {
        return new AssociationLimits(
                maxPduLength,
                maxAssociations,
                idle,
                artim,
                connect,
                wait,
                drainBytes,
                sendBufferBytes,
                receiveBufferBytes);
    }

    public AssociationLimits withDrainBytes(long bytes) {
        return new AssociationLimits(
                maxPduLength, maxAssociations, idle, artim, connect, grace, bytes, sendBufferBytes, receiveBufferBytes);
    }
}

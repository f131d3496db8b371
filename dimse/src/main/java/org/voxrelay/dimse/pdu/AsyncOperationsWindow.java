package org.voxrelay.dimse.pdu;

/**
 * How many operations may be outstanding at the same time (PS3.7 section D.3.3.3), always as the requester of the
 * association sees it; 0 is without limit.
 *
 * @param invoked by the requester, 0 to 65535
 * @param performed by the requester, 0 to 65535
 */
public record AsyncOperationsWindow(int invoked, int performed) {
    /** What holds when nobody speaks of it. */
    public static final AsyncOperationsWindow SYNCHRONOUS = new AsyncOperationsWindow(1, 1);

    /** @throws IllegalArgumentException if a number does not fit its 16 bits */
    public AsyncOperationsWindow {
        if ((invoked | performed) >>> 16 != 0) {
            throw new IllegalArgumentException("a window is 0 to 65535 operations wide");
        }
    }
}

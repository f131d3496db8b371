package org.voxrelay.dimse;

import java.io.IOException;
import org.voxrelay.dicom.data.Attributes;

/** Answers C-FIND requests. Called by many threads at once, one an association. */
@FunctionalInterface
public interface FindService {
    /**
     * Sends each match as it is found.
     *
     * @return the final answer; a success turns into "cancelled" where {@code matches} said that the peer cancelled
     * @throws AssociationException as {@code matches} threw it: the association is over, nobody hears an answer
     * @throws IOException answered as "unable to process", as is a RuntimeException
     */
    OperationResult find(FindRequest request, Matches matches) throws IOException;

    /** Takes the matches of one request; for the thread that was called. */
    interface Matches {
        /**
         * Sends a match.
         *
         * @return whether the peer wants more; false once it has cancelled, then nothing was sent
         * @throws AssociationException when the association is over
         */
        default boolean send(Attributes match) throws IOException {
            return send(match, true);
        }

        /** @param allKeysSupported false if an optional key of the query was not looked at (status FF01) */
        boolean send(Attributes match, boolean allKeysSupported) throws IOException;

        /** Looks whether a C-CANCEL has arrived, without waiting: for searches that are long without a match. */
        boolean isCancelled() throws IOException;
    }
}

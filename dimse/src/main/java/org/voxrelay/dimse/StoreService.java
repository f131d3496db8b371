package org.voxrelay.dimse;

import java.io.IOException;
import java.io.InputStream;

/** Takes the instances that a DimseServer receives. Called by many threads at once, one an association. */
@FunctionalInterface
public interface StoreService {
    /**
     * Stores one instance.
     *
     * @param dataset the bytes of the bare data set as they come from the network. What is left unread is read over
     * @return the answer to the sender, given after this method returns
     * @throws AssociationException as the stream threw it: the association is over, nobody hears an answer
     * @throws IOException answered as a processing failure
     */
    StoreResult store(StoreRequest request, InputStream dataset) throws IOException;
}

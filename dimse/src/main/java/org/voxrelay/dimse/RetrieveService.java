package org.voxrelay.dimse;

import java.io.IOException;
import java.util.List;

/**
 * Finds what a C-GET or C-MOVE asks for; the sub-operations, their counts, pending responses and a C-CANCEL are seen to by
 * the caller. Called by many threads at once, one an association.
 */
@FunctionalInterface
public interface RetrieveService {
    /** @throws IOException answered as "unable to process", as is a RuntimeException */
    Result retrieve(RetrieveRequest request) throws IOException;

    /** What is to be done. */
    sealed interface Result {
        /** These are sent, one after the other. */
        record Instances(List<OutgoingInstance> instances) implements Result {
            public Instances {
                instances = List.copyOf(instances);
            }
        }

        /** Nothing is sent. */
        record Refused(OperationResult answer) implements Result {}
    }
}

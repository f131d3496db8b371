package org.voxrelay.dimse;

import java.io.IOException;

/** Answers requests of the DIMSE-N services. Called by many threads at once, one an association. */
@FunctionalInterface
public interface NormalizedService {
    /**
     * @return the answer; {@link Status#UNRECOGNIZED_OPERATION} for an operation that is none of the SOP class's
     * @throws IOException answered as a processing failure, as is a RuntimeException
     */
    NormalizedResult perform(NormalizedRequest request) throws IOException;
}

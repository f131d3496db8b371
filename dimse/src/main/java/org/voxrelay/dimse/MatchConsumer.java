package org.voxrelay.dimse;

import java.io.IOException;
import org.voxrelay.dicom.data.Attributes;

/** Takes the matches of a query as they come. */
@FunctionalInterface
public interface MatchConsumer {
    /**
     * @return whether more are wanted; false cancels the query, and what still comes is dropped
     * @throws IOException ends the association, for the query cannot be left in its middle
     */
    boolean accept(Attributes match) throws IOException;
}

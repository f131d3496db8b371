package org.voxrelay.dimse;

import org.voxrelay.dicom.dict.Tag;

/** Counts of the sub-operations of a C-GET or C-MOVE, as the peer gives them; 0 where it says nothing. */
public record RetrieveProgress(int remaining, int completed, int failed, int warning) {
    static RetrieveProgress of(Command response) {
        return new RetrieveProgress(
                response.set().getInt(Tag.NumberOfRemainingSuboperations, 0),
                response.set().getInt(Tag.NumberOfCompletedSuboperations, 0),
                response.set().getInt(Tag.NumberOfFailedSuboperations, 0),
                response.set().getInt(Tag.NumberOfWarningSuboperations, 0));
    }

    /** Hears how far a retrieval is. */
    @FunctionalInterface
    public interface Listener {
        /** @return whether to go on; false cancels the retrieval */
        boolean progressed(RetrieveProgress progress);
    }
}

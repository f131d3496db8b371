package org.voxrelay.jobs;

import java.util.List;
import java.util.Map;

/** Does the work of a step. */
@FunctionalInterface
public interface Performer {

    /** How the work ended. */
    sealed interface Outcome {
        /** The results are stored. */
        record Done(List<WorkItem.Output> outputs, Map<String, Double> timings) implements Outcome {}

        /** It cannot be done, now or later; {@code reason} is a sentence for a radiographer. */
        record Impossible(String reason) implements Outcome {}
    }

    /** Where the work tells how far it is. */
    interface Progress {
        /**
         * @param fraction 0 to 1
         * @throws InterruptedException if the step was taken from this worker
         */
        void at(double fraction, String step) throws InterruptedException;
    }

    /**
     * Does the work once. Doing it again, also after a part of it was done, must give the same results and not double them.
     *
     * @throws Exception if this attempt failed; another may succeed
     */
    Outcome perform(WorkItem item, Progress progress) throws Exception;
}

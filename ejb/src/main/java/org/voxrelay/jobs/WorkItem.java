package org.voxrelay.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Unified Procedure Step: a model to be run on one series or several of a study.
 *
 * @param uid SOP Instance UID of the step
 * @param label what is done, for a person
 * @param inputs SOP Instance UIDs, sorted
 * @param progress 0 to 1
 * @param step what is being done now
 * @param reason why it was canceled, or why the last attempt failed; empty if neither
 * @param timings seconds by part
 */
public record WorkItem(
        String uid,
        State state,
        String label,
        Priority priority,
        Task task,
        int attempts,
        int maxAttempts,
        double progress,
        String step,
        String reason,
        List<Output> outputs,
        Map<String, Double> timings,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> ended) {

    /** Copies the collections. */
    public WorkItem {
        outputs = List.copyOf(outputs);
        timings = Map.copyOf(timings);
    }

    /** Procedure Step State (PS3.3 section C.30.1). */
    public enum State {
        SCHEDULED("SCHEDULED"),
        IN_PROGRESS("IN PROGRESS"),
        COMPLETED("COMPLETED"),
        CANCELED("CANCELED");

        private final String term;

        State(String term) {
            this.term = term;
        }

        /** The Standard's term, as it stands in the database and in answers. */
        public String term() {
            return term;
        }

        /** @throws IllegalArgumentException if the Standard has no such state */
        public static State of(String term) {
            return valueOf(term.replace(' ', '_'));
        }
    }

    /** Scheduled Procedure Step Priority (PS3.3 section C.30.1). */
    public enum Priority {
        HIGH,
        MEDIUM,
        LOW
    }

    /**
     * What is to be done.
     *
     * @param seriesUids by channel of the model; one or more
     * @param inputs SOP Instance UIDs of all these series, sorted
     */
    public record Task(
            String model, String modelVersion, String studyUid, List<String> seriesUids, List<String> inputs) {
        /** Copies the lists. */
        public Task {
            seriesUids = List.copyOf(seriesUids);
            inputs = List.copyOf(inputs);
        }

        /** The first series: results lie on its voxels. */
        public String seriesUid() {
            return seriesUids.get(0);
        }
    }

    /** A result that is stored. */
    public record Output(String sopClassUid, String seriesInstanceUid, String sopInstanceUid) {}
}

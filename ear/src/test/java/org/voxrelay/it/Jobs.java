package org.voxrelay.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** The work list of a server under test, as {@code /api/jobs} shows it. */
final class Jobs {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Set<String> ENDED = Set.of("COMPLETED", "CANCELED");

    private final Http http;

    Jobs(RunningServer server) {
        this.http = new Http(server);
    }

    /** All jobs of a study, newest first. */
    JsonNode ofStudy(String studyUid) throws IOException, InterruptedException {
        return http.json("api/jobs?study=" + studyUid).path("jobs");
    }

    /** The study's newest job once it has ended. */
    JsonNode awaitEnd(String studyUid) throws IOException, InterruptedException {
        return await(studyUid, job -> ENDED.contains(job.path("state").asText()));
    }

    /** The study's newest job once it is as wanted; fails with the job as it is if that does not come. */
    JsonNode await(String studyUid, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode jobs = ofStudy(studyUid);
            if (!jobs.isEmpty() && wanted.test(jobs.get(0))) {
                return jobs.get(0);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the job did not come that far: " + jobs);
            }
            Thread.sleep(20);
        }
    }

    /** Sends a series to the model without waiting for a rule. */
    void start(String seriesUid) throws IOException, InterruptedException {
        start(seriesUid, "ct-tissue");
    }

    void start(String seriesUid, String model) throws IOException, InterruptedException {
        var answer = http.post("api/jobs?series=" + seriesUid + "&model=" + model, "application/json", new byte[0]);
        if (answer.statusCode() != 202) {
            throw new AssertionError("not scheduled: " + Http.text(answer));
        }
    }

    /** Runs an ended job once more. */
    void again(JsonNode job) throws IOException, InterruptedException {
        String path = "api/jobs/" + job.path("uid").asText() + "/again";
        var answer = http.post(path, "application/json", new byte[0]);
        if (answer.statusCode() != 202) {
            throw new AssertionError("not scheduled again: " + Http.text(answer));
        }
    }
}

package org.voxrelay.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the server by HTTP, as any client does. */
final class ServerClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String base;

    /** @param base without a slash at the end */
    ServerClient(String base) {
        this.base = base;
    }

    JsonNode server() throws IOException, InterruptedException {
        return get("/api/server");
    }

    /** The first job of a study, or a missing node. */
    JsonNode job(String studyUid) throws IOException, InterruptedException {
        return get("/api/jobs?study=" + studyUid).path("jobs").path(0);
    }

    /** How many series of a modality QIDO-RS finds in a study. */
    int series(String studyUid, String modality) throws IOException, InterruptedException {
        return get("/dicom-web/studies/" + studyUid + "/series?Modality=" + modality)
                .size();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}

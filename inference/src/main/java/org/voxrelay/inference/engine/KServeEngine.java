package org.voxrelay.inference.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

/**
 * A Triton Inference Server, or another that speaks the Open Inference Protocol (KServe v2) over HTTP with binary tensors.
 * A graph is known there as {@code voxrelay-} and the first 16 digits of its SHA-256, so that no other weights answer.
 */
public final class KServeEngine implements Engine {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private static final int PAUSE_MILLIS = 300;
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;
    private static final int OK = 200;
    private static final int MAX_JSON_BYTES = 1 << 20;

    private final URI base;
    private final Duration limit;
    private final Semaphore turns;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(Redirect.NEVER)
            .version(Version.HTTP_1_1)
            .build();

    /**
     * @param base for example http://gpu-server:8000/
     * @param limit for one request
     * @param atOnce requests that are under way at one time, of all sessions together
     */
    public KServeEngine(URI base, Duration limit, int atOnce) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.limit = limit;
        this.turns = new Semaphore(atOnce, true);
    }

    @Override
    public String name() {
        return "the inference server at " + base;
    }

    @Override
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        String model = modelName(graph);
        JsonNode described = json(get("v2/models/" + model));
        String input = tensor(described.path("inputs"), graph.input(), "input", model);
        String output = tensor(described.path("outputs"), graph.output(), "output", model);
        return new KServeSession(this, model, input, output);
    }

    /** How a graph is called on the server. */
    public static String modelName(Graph graph) {
        return "voxrelay-"
                + graph.sha256().substring(0, Math.min(16, graph.sha256().length()));
    }

    private static String tensor(JsonNode tensors, String wanted, String role, String model) throws InferenceException {
        for (JsonNode tensor : tensors) {
            boolean named = wanted.isEmpty()
                    ? tensors.size() == 1
                    : tensor.path("name").asText().equals(wanted);
            if (named && tensor.path("datatype").asText().equals("FP32")) {
                return tensor.path("name").asText();
            }
        }
        throw new InferenceException("The inference server's model " + model + " has no " + role + " '" + wanted
                + "' of type FP32; it has " + tensors + ".");
    }

    /** Whether the server says that it is ready. */
    public boolean isReady() {
        try {
            return send(HttpRequest.newBuilder(base.resolve("v2/health/ready")).GET(), CONNECT)
                            .statusCode()
                    == OK;
        } catch (InferenceException e) {
            return false;
        }
    }

    private HttpResponse<InputStream> get(String path) throws InferenceException {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET(), CONNECT);
    }

    HttpResponse<InputStream> infer(String model, int headerLength, BodyPublisher body) throws InferenceException {
        return send(
                HttpRequest.newBuilder(base.resolve("v2/models/" + model + "/infer"))
                        .header("Content-Type", "application/octet-stream")
                        .header(KServeSession.HEADER_LENGTH, Integer.toString(headerLength))
                        .POST(body),
                limit);
    }

    /** Inference changes nothing on the server, so what failed on the way is tried again. */
    private HttpResponse<InputStream> send(HttpRequest.Builder request, Duration timeout) throws InferenceException {
        String fault = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            pause(attempt);
            try {
                HttpResponse<InputStream> response =
                        once(request.timeout(timeout).build());
                if (response.statusCode() == OK) {
                    return response;
                }
                fault = response.statusCode() + " " + message(response);
                if (response.statusCode() != UNAVAILABLE && response.statusCode() != TOO_MANY) {
                    break;
                }
            } catch (IOException e) {
                fault = e.getMessage() == null ? e.toString() : e.getMessage();
            }
        }
        throw new InferenceException("The inference server at " + base + " does not do it: " + fault);
    }

    private HttpResponse<InputStream> once(HttpRequest request) throws IOException, InferenceException {
        try {
            if (!turns.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InferenceException("The inference server at " + base + " is busy.");
            }
            try {
                return client.send(request, BodyHandlers.ofInputStream());
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("The inference was cancelled.", e);
        }
    }

    private static void pause(int attempt) throws InferenceException {
        try {
            Thread.sleep((long) attempt * PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("The inference was cancelled.", e);
        }
    }

    private static String message(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(MAX_JSON_BYTES), java.nio.charset.StandardCharsets.UTF_8);
            return text.substring(0, Math.min(text.length(), 300)).replaceAll("\\p{Cntrl}", " ");
        }
    }

    private static JsonNode json(HttpResponse<InputStream> response) throws InferenceException {
        try (InputStream body = response.body()) {
            return KServeSession.JSON.readTree(body.readNBytes(MAX_JSON_BYTES));
        } catch (IOException e) {
            throw new InferenceException("The inference server's answer is not understood: " + e.getMessage(), e);
        }
    }
}

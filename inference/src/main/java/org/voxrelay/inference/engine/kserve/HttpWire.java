package org.voxrelay.inference.engine.kserve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.kserve.Described.Port;

/** The protocol over HTTP: a JSON header, then the numbers as they lie in memory (the extension for binary tensors). */
final class HttpWire implements KServeWire {
    static final String HEADER_LENGTH = "Inference-Header-Content-Length";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int MAX_HEADER = 1 << 16;
    private static final int MAX_JSON_BYTES = 1 << 20;
    private static final int MAX_MESSAGE = 300;

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(Redirect.NEVER)
            .version(Version.HTTP_1_1)
            .build();

    private interface Reader<T> {
        T read(HttpResponse<InputStream> response) throws IOException, InferenceException;
    }

    HttpWire(URI base) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
    }

    @Override
    public boolean isReady(Duration limit) throws UnavailableException, InferenceException {
        return get("v2/health/ready", limit, response -> true);
    }

    @Override
    public boolean isReady(String model, Duration limit) throws UnavailableException, InferenceException {
        return get("v2/models/" + model + "/ready", limit, response -> true);
    }

    @Override
    public Described describe(String model, Duration limit) throws UnavailableException, InferenceException {
        JsonNode described = get(
                "v2/models/" + model,
                limit,
                response -> JSON.readTree(response.body().readNBytes(MAX_JSON_BYTES)));
        return new Described(ports(described.path("inputs")), ports(described.path("outputs")));
    }

    private static List<Port> ports(JsonNode tensors) {
        List<Port> ports = new ArrayList<>();
        for (JsonNode tensor : tensors) {
            ports.add(new Port(
                    tensor.path("name").asText(), tensor.path("datatype").asText()));
        }
        return ports;
    }

    @Override
    public void compute(Computation computation, Duration limit) throws UnavailableException, InferenceException {
        byte[] header = header(computation).toString().getBytes(StandardCharsets.UTF_8);
        List<byte[]> body = new ArrayList<>(List.of(header));
        body.addAll(FloatBytes.of(computation.samples()));
        var request = request("v2/models/" + computation.model() + "/infer", limit)
                .header("Content-Type", "application/octet-stream")
                .header(HEADER_LENGTH, Integer.toString(header.length))
                .POST(BodyPublishers.ofByteArrays(body));
        send(request, response -> {
            read(response, computation);
            return null;
        });
    }

    private static ObjectNode header(Computation computation) {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode tensor = header.putArray("inputs")
                .addObject()
                .put("name", computation.input())
                .put("datatype", "FP32");
        computation.inputShape().forEach(size -> tensor.withArray("shape").add(size));
        tensor.putObject("parameters").put("binary_data_size", computation.sampleBytes());
        header.putArray("outputs")
                .addObject()
                .put("name", computation.output())
                .putObject("parameters")
                .put("binary_data", true);
        return header;
    }

    private static void read(HttpResponse<InputStream> response, Computation computation)
            throws IOException, InferenceException {
        long length = response.headers().firstValueAsLong(HEADER_LENGTH).orElse(0);
        if (length < 2 || length > MAX_HEADER) {
            throw new InferenceException("The inference server does not answer with binary tensors.");
        }
        JsonNode tensor = JSON.readTree(response.body().readNBytes((int) length))
                .path("outputs")
                .path(0);
        List<Long> shape = new ArrayList<>();
        tensor.path("shape").forEach(size -> shape.add(size.asLong()));
        String fault = computation.fault(tensor.path("datatype").asText(), shape);
        if (!fault.isEmpty()) {
            throw new InferenceException(fault);
        }
        FloatBytes.read(response.body(), computation.scores());
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(limit);
    }

    private <T> T get(String path, Duration limit, Reader<T> reader) throws UnavailableException, InferenceException {
        return send(request(path, limit).GET(), reader);
    }

    private <T> T send(HttpRequest.Builder request, Reader<T> reader) throws UnavailableException, InferenceException {
        try {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() == OK) {
                    return reader.read(response);
                }
                String fault = response.statusCode() + " " + message(body);
                if (response.statusCode() == UNAVAILABLE || response.statusCode() == TOO_MANY) {
                    throw new UnavailableException(fault);
                }
                throw new InferenceException("The inference server at " + base + " does not do it: " + fault);
            }
        } catch (JsonProcessingException e) {
            throw new InferenceException("The inference server's answer is not understood: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("The inference was cancelled.", e);
        }
    }

    private static String message(InputStream body) throws IOException {
        String text = new String(body.readNBytes(MAX_MESSAGE), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public void close() {
        // The JDK closes idle connections by itself.
    }
}

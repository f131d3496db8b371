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
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.LostEngineException;
import org.voxrelay.inference.engine.kserve.Described.Port;

/** The protocol over HTTP: a JSON header, then the numbers as they lie in memory (the extension for binary tensors). */
final class HttpWire implements KServeWire {
    static final String HEADER_LENGTH = "Inference-Header-Content-Length";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    /** Too many requests; a gateway without a server behind it; unavailable; a gateway whose server does not answer. */
    private static final Set<Integer> PASSING = Set.of(TOO_MANY, 502, 503, 504);

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
        T read(Answer answer) throws IOException, UnavailableException, InferenceException;
    }

    /** The head of an answer, and its body that is read within the time limit. */
    private record Answer(HttpResponse<InputStream> head, InputStream body) {
        int status() {
            return head.statusCode();
        }

        /** A header's number; what is none counts as missing. */
        Optional<Long> number(String header) {
            return head.headers()
                    .firstValue(header)
                    .filter(text -> text.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        }
    }

    HttpWire(URI base) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
    }

    @Override
    public boolean isReady(Duration limit) throws UnavailableException, InferenceException {
        return ready("v2/health/ready", limit);
    }

    @Override
    public boolean isReady(String model, Duration limit) throws UnavailableException, InferenceException {
        return ready("v2/models/" + model + "/ready", limit);
    }

    @Override
    public Described describe(String model, Duration limit) throws UnavailableException, InferenceException {
        JsonNode described = send(
                request("v2/models/" + model, limit).GET(),
                limit,
                answer -> JSON.readTree(succeeded(answer).body().readNBytes(MAX_JSON_BYTES)));
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
        send(request, limit, answer -> {
            read(succeeded(answer), computation);
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

    private static void read(Answer answer, Computation computation) throws IOException, InferenceException {
        long length = answer.number(HEADER_LENGTH).orElse(0L);
        if (length < 2 || length > MAX_HEADER) {
            throw new InferenceException("The inference server does not answer with binary tensors.");
        }
        JsonNode tensor = JSON.readTree(answer.body().readNBytes((int) length))
                .path("outputs")
                .path(0);
        List<Long> shape = new ArrayList<>();
        tensor.path("shape").forEach(size -> shape.add(size.asLong()));
        check(computation.fault(tensor.path("datatype").asText(), shape));
        check(computation.fault(
                tensor.path("parameters").path("binary_data_size").asLong(computation.scoreBytes())));
        check(computation.fault(answer.number("Content-Length").orElse(length + computation.scoreBytes()) - length));
        FloatBytes.read(answer.body(), computation.scores());
    }

    private static void check(String fault) throws InferenceException {
        if (!fault.isEmpty()) {
            throw new InferenceException(fault);
        }
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(limit);
    }

    /** 4xx means no (KServe v2: server and model ready). */
    private boolean ready(String path, Duration limit) throws UnavailableException, InferenceException {
        return send(request(path, limit).GET(), limit, answer -> {
            if (answer.status() / 100 == 4 && answer.status() != TOO_MANY) {
                return false;
            }
            succeeded(answer);
            return true;
        });
    }

    private <T> T send(HttpRequest.Builder request, Duration limit, Reader<T> reader)
            throws UnavailableException, InferenceException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            try (var body = new TimedBody(response.body(), Duration.ofNanos(end - System.nanoTime()))) {
                return reader.read(new Answer(response, body));
            }
        } catch (JsonProcessingException e) {
            throw new InferenceException("The inference server's answer is not understood: " + e.getMessage(), e);
        } catch (HttpConnectTimeoutException e) {
            throw new UnavailableException(e);
        } catch (HttpTimeoutException e) {
            throw new LostEngineException(
                    "The inference server at " + base + " does not answer within " + limit.toSeconds() + " s: "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new UnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("The inference was cancelled.", e);
        }
    }

    /** The same answer if the server did what it was asked for. */
    private Answer succeeded(Answer answer) throws IOException, UnavailableException, InferenceException {
        if (answer.status() == OK) {
            return answer;
        }
        String fault = answer.status() + " " + message(answer.body());
        if (PASSING.contains(answer.status())) {
            throw new UnavailableException(fault);
        }
        throw new InferenceException("The inference server at " + base + " does not do it: " + fault);
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

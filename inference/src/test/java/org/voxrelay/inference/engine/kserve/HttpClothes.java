package org.voxrelay.inference.engine.kserve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

/** Over HTTP with binary tensors. */
final class HttpClothes extends OnnxRuntimeInKServeClothes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;

    /** What is said of the header's length instead of the truth, if anything. */
    volatile String headerLength = "";

    HttpClothes(Graph graph, long... outputShape) throws IOException {
        this(0, graph, outputShape);
    }

    /** On a port of the caller's choice. */
    static HttpClothes at(int port, Graph graph, long... outputShape) throws IOException {
        return new HttpClothes(port, graph, outputShape);
    }

    private HttpClothes(int port, Graph graph, long... outputShape) throws IOException {
        super(graph, outputShape);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String model = "/v2/models/" + model();
        try (exchange) {
            if (isStarting()) {
                send(exchange, 503, "{\"error\": \"starting\"}".getBytes(StandardCharsets.UTF_8), 0);
            } else if (path.equals("/v2/health/ready")) {
                send(exchange, serverReady ? 200 : 400, new byte[0], 0);
            } else if (path.equals(model + "/ready")) {
                send(exchange, modelReady ? 200 : 400, new byte[0], 0);
            } else if (path.equals(model) && serverReady) {
                String text = "{\"inputs\": [{\"name\": \"input\", \"datatype\": \"FP32\"}], "
                        + "\"outputs\": [{\"name\": \"output\", \"datatype\": \"FP32\"}]}";
                send(exchange, 200, text.getBytes(StandardCharsets.UTF_8), 0);
            } else if (path.equals(model + "/infer")) {
                infer(exchange);
            } else {
                send(exchange, 404, "{\"error\": \"unknown model\"}".getBytes(StandardCharsets.UTF_8), 0);
            }
        }
    }

    private void infer(HttpExchange exchange) throws IOException {
        int length = Integer.parseInt(exchange.getRequestHeaders().getFirst(HttpWire.HEADER_LENGTH));
        JsonNode input = JSON.readTree(exchange.getRequestBody().readNBytes(length))
                .path("inputs")
                .path(0);
        long[] shape = new long[input.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = input.path("shape").path(i).asLong();
        }
        byte[] samples = exchange.getRequestBody()
                .readNBytes(input.path("parameters").path("binary_data_size").asInt());
        try {
            byte[] scores = compute(samples, shape);
            byte[] header = ("{\"outputs\": [{\"name\": \"output\", \"datatype\": \"FP32\", \"shape\": "
                            + JSON.writeValueAsString(outputShape) + ", \"parameters\": {\"binary_data_size\": "
                            + scores.length + "}}]}")
                    .getBytes(StandardCharsets.UTF_8);
            ByteBuffer body = ByteBuffer.allocate(header.length + scores.length);
            send(exchange, 200, body.put(header).put(scores).array(), header.length);
        } catch (InferenceException e) {
            send(exchange, 400, ("{\"error\": \"" + e.getMessage() + "\"}").getBytes(StandardCharsets.UTF_8), 0);
        }
    }

    private void send(HttpExchange exchange, int status, byte[] body, int headerLength) throws IOException {
        if (headerLength > 0) {
            exchange.getResponseHeaders()
                    .set(
                            HttpWire.HEADER_LENGTH,
                            this.headerLength.isEmpty() ? Integer.toString(headerLength) : this.headerLength);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

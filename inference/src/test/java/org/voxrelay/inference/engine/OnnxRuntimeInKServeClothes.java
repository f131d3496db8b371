package org.voxrelay.inference.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

/** Speaks the protocol of Triton over loopback and computes with ONNX Runtime. It is no Triton, and proves none. */
final class OnnxRuntimeInKServeClothes implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Graph graph;
    private final long[] outputShape;
    /** So many requests are answered 503 first. */
    final AtomicInteger unavailable = new AtomicInteger();

    final AtomicInteger requests = new AtomicInteger();

    OnnxRuntimeInKServeClothes(Graph graph, long... outputShape) throws IOException {
        this.graph = graph;
        this.outputShape = outputShape;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        String model = "/v2/models/" + KServeEngine.modelName(graph);
        try (exchange) {
            if (unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                send(exchange, 503, "{\"error\": \"starting\"}".getBytes(StandardCharsets.UTF_8), 0);
            } else if (path.equals("/v2/health/ready")) {
                send(exchange, 200, new byte[0], 0);
            } else if (path.equals(model)) {
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
        int length = Integer.parseInt(exchange.getRequestHeaders().getFirst(KServeSession.HEADER_LENGTH));
        JsonNode input = JSON.readTree(exchange.getRequestBody().readNBytes(length))
                .path("inputs")
                .path(0);
        long[] shape = new long[input.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = input.path("shape").path(i).asLong();
        }
        byte[] samples = exchange.getRequestBody()
                .readNBytes(input.path("parameters").path("binary_data_size").asInt());
        FloatBuffer in = direct(samples.length / 4);
        in.put(0, ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), 0, samples.length / 4);
        int count = 1;
        for (long size : outputShape) {
            count *= (int) size;
        }
        FloatBuffer out = direct(count);
        try (EngineSession session = new OnnxEngine(1).load(graph, Precision.SINGLE)) {
            session.run(Tensor.of(in, shape), Tensor.of(out, outputShape));
        } catch (InferenceException e) {
            send(exchange, 400, ("{\"error\": \"" + e.getMessage() + "\"}").getBytes(StandardCharsets.UTF_8), 0);
            return;
        }
        byte[] header = ("{\"outputs\": [{\"name\": \"output\", \"datatype\": \"FP32\", \"shape\": "
                        + JSON.writeValueAsString(outputShape) + ", \"parameters\": {\"binary_data_size\": " + 4 * count
                        + "}}]}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(header.length + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
        body.put(header).asFloatBuffer().put(out);
        send(exchange, 200, body.array(), header.length);
    }

    private static FloatBuffer direct(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static void send(HttpExchange exchange, int status, byte[] body, int headerLength) throws IOException {
        if (headerLength > 0) {
            exchange.getResponseHeaders().set(KServeSession.HEADER_LENGTH, Integer.toString(headerLength));
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

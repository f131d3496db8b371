package org.voxrelay.inference.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.inference.InferenceException;

/** One graph on an inference server: a JSON header, then the numbers as they lie in memory, little-endian. */
final class KServeSession implements EngineSession {
    static final String HEADER_LENGTH = "Inference-Header-Content-Length";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADER = 1 << 16;
    private static final int CHUNK = 1 << 20;

    private final KServeEngine engine;
    private final String model;
    private final String input;
    private final String output;

    KServeSession(KServeEngine engine, String model, String input, String output) {
        this.engine = engine;
        this.model = model;
        this.input = input;
        this.output = output;
    }

    @Override
    public void run(Tensor in, Tensor out) throws InferenceException {
        if (!(in.data() instanceof FloatBuffer samples) || !(out.data() instanceof FloatBuffer scores)) {
            throw new InferenceException("The inference server is used for networks with scores only.");
        }
        byte[] header =
                header(in.shape(), samples.capacity()).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        List<byte[]> body = new ArrayList<>(List.of(header));
        for (int at = 0; at < samples.capacity(); at += CHUNK) {
            int count = Math.min(CHUNK, samples.capacity() - at);
            ByteBuffer chunk = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
            chunk.asFloatBuffer().put(0, samples, at, count);
            body.add(chunk.array());
        }
        HttpResponse<InputStream> response = engine.infer(model, header.length, BodyPublishers.ofByteArrays(body));
        try (InputStream stream = response.body()) {
            read(stream, response.headers().firstValueAsLong(HEADER_LENGTH).orElse(0), out.shape(), scores);
        } catch (IOException e) {
            throw new InferenceException("The inference server's answer broke off: " + e.getMessage(), e);
        }
    }

    private ObjectNode header(long[] shape, long count) {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode tensor =
                header.putArray("inputs").addObject().put("name", input).put("datatype", "FP32");
        for (long size : shape) {
            tensor.withArray("shape").add(size);
        }
        tensor.putObject("parameters").put("binary_data_size", 4 * count);
        header.putArray("outputs")
                .addObject()
                .put("name", output)
                .putObject("parameters")
                .put("binary_data", true);
        return header;
    }

    private void read(InputStream stream, long headerLength, long[] shape, FloatBuffer scores)
            throws IOException, InferenceException {
        if (headerLength < 2 || headerLength > MAX_HEADER) {
            throw new InferenceException("The inference server does not answer with binary tensors.");
        }
        JsonNode tensor = JSON.readTree(stream.readNBytes((int) headerLength))
                .path("outputs")
                .path(0);
        List<Long> got = new ArrayList<>();
        tensor.path("shape").forEach(size -> got.add(size.asLong()));
        List<Long> wanted = new ArrayList<>();
        for (long size : shape) {
            wanted.add(size);
        }
        if (!got.equals(wanted) || !tensor.path("datatype").asText().equals("FP32")) {
            throw new InferenceException("The engine failed: the inference server gives "
                    + tensor.path("datatype").asText() + " of " + got + ", the package says FP32 of " + wanted + ".");
        }
        for (int at = 0; at < scores.capacity(); at += CHUNK) {
            int count = Math.min(CHUNK, scores.capacity() - at);
            byte[] bytes = stream.readNBytes(4 * count);
            if (bytes.length < 4 * count) {
                throw new InferenceException("The inference server's answer is too short.");
            }
            scores.put(at, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), 0, count);
        }
    }

    @Override
    public void close() {
        // The model stays on the server.
    }
}

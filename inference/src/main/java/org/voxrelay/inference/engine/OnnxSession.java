package org.voxrelay.inference.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import org.voxrelay.inference.InferenceException;

/** A graph in ONNX Runtime that reads and writes the caller's buffers themselves. */
final class OnnxSession implements EngineSession {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String input;
    private final String output;

    OnnxSession(OrtEnvironment environment, OrtSession session, String input, String output) {
        this.environment = environment;
        this.session = session;
        this.input = input;
        this.output = output;
    }

    @Override
    public void run(FloatBuffer samples, ByteBuffer labels, int zSize, int ySize, int xSize) throws InferenceException {
        if (!samples.isDirect() || !labels.isDirect()) {
            throw new IllegalArgumentException("buffers must be direct");
        }
        long[] shape = {1, 1, zSize, ySize, xSize};
        try (OnnxTensor in = OnnxTensor.createTensor(environment, samples, shape);
                OnnxTensor out = OnnxTensor.createTensor(environment, labels, shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(input, in), Set.of(), Map.of(output, out))) {
            if (result.size() != 1) {
                throw new IllegalStateException("asked for one output, got " + result.size());
            }
        } catch (OrtException e) {
            throw new InferenceException("The engine failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session that is not in use can be closed", e);
        }
    }
}

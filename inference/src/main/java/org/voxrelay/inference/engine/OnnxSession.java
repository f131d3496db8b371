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
    private final String inputName;
    private final String outputName;
    private final EngineFailure failures;
    private final Map<String, String> eachRun;

    /** @param eachRun settings of each run, as ONNX Runtime names them */
    OnnxSession(
            OrtEnvironment environment,
            OrtSession session,
            String inputName,
            String outputName,
            EngineFailure failures,
            Map<String, String> eachRun) {
        this.environment = environment;
        this.session = session;
        this.inputName = inputName;
        this.outputName = outputName;
        this.failures = failures;
        this.eachRun = eachRun;
    }

    @Override
    public void run(Tensor input, Tensor output) throws InferenceException {
        try (OnnxTensor in = tensor(input);
                OnnxTensor out = tensor(output);
                OrtSession.RunOptions options = runOptions();
                OrtSession.Result result =
                        session.run(Map.of(inputName, in), Set.of(), Map.of(outputName, out), options)) {
            if (result.size() != 1) {
                throw new IllegalStateException("asked for one output, got " + result.size());
            }
        } catch (OrtException e) {
            throw failures.of("The engine failed", e.getMessage(), e);
        }
    }

    private OrtSession.RunOptions runOptions() throws OrtException {
        OrtSession.RunOptions options = new OrtSession.RunOptions();
        for (Map.Entry<String, String> setting : eachRun.entrySet()) {
            options.addRunConfigEntry(setting.getKey(), setting.getValue());
        }
        return options;
    }

    private OnnxTensor tensor(Tensor tensor) throws OrtException {
        return tensor.data() instanceof FloatBuffer floats
                ? OnnxTensor.createTensor(environment, floats, tensor.shape())
                : OnnxTensor.createTensor(environment, (ByteBuffer) tensor.data(), tensor.shape(), OnnxJavaType.UINT8);
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

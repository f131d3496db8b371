package org.voxrelay.inference.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.Map;
import org.voxrelay.inference.InferenceException;

/** ONNX Runtime on the CPU. */
public final class OnnxEngine implements Engine {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final int threads;

    /** @param threads that one inference may use */
    public OnnxEngine(int threads) {
        this.threads = threads;
    }

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion() + " on the CPU, " + threads
                + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public EngineSession load(Path onnx, String input, String output) throws InferenceException {
        try (OrtSession.SessionOptions options = options()) {
            OrtSession session = environment.createSession(onnx.toString(), options);
            try {
                check(session.getInputInfo(), input, OnnxJavaType.FLOAT, "input");
                check(session.getOutputInfo(), output, OnnxJavaType.UINT8, "output");
                return new OnnxSession(environment, session, input, output);
            } catch (InferenceException | OrtException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new InferenceException("The model's graph cannot be loaded: " + e.getMessage(), e);
        }
    }

    private OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        // Idle threads sleep instead of spinning: the machine also receives images.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // Memory goes back after each run; a session stays loaded for days.
        options.setCPUArenaAllocator(false);
        return options;
    }

    private static void check(Map<String, NodeInfo> nodes, String name, OnnxJavaType type, String role)
            throws InferenceException {
        NodeInfo node = nodes.get(name);
        if (node == null) {
            throw new InferenceException("The model's graph has no " + role + " named '" + name + "'; it has "
                    + String.join(", ", nodes.keySet()) + ".");
        }
        if (!(node.getInfo() instanceof TensorInfo tensor) || tensor.type != type || tensor.getShape().length != 5) {
            throw new InferenceException("The model's " + role + " '" + name + "' must be " + type
                    + " of 5 dimensions, and is " + node.getInfo() + ".");
        }
    }
}

package org.voxrelay.inference.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

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
    public int threads() {
        return threads;
    }

    @Override
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        try (OrtSession.SessionOptions options = options()) {
            OrtSession session = environment.createSession(graph.file().toString(), options);
            try {
                String input = find(session.getInputInfo(), graph.input(), "input");
                String output = find(session.getOutputInfo(), graph.output(), "output");
                check(session.getInputInfo().get(input), input, "input", EnumSet.of(OnnxJavaType.FLOAT));
                check(
                        session.getOutputInfo().get(output),
                        output,
                        "output",
                        EnumSet.of(OnnxJavaType.FLOAT, OnnxJavaType.UINT8));
                return new OnnxSession(environment, session, input, output);
            } catch (InferenceException | OrtException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw EngineFailure.of("The model's graph cannot be loaded", e.getMessage(), e);
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

    private static String find(Map<String, NodeInfo> nodes, String wanted, String role) throws InferenceException {
        if (wanted.isEmpty() && nodes.size() == 1) {
            return nodes.keySet().iterator().next();
        }
        if (!nodes.containsKey(wanted)) {
            throw new InferenceException("The model's graph has no " + role + " named '" + wanted + "'; it has "
                    + String.join(", ", nodes.keySet()) + ".");
        }
        return wanted;
    }

    private static void check(NodeInfo node, String name, String role, Set<OnnxJavaType> types)
            throws InferenceException {
        if (!(node.getInfo() instanceof TensorInfo tensor)
                || !types.contains(tensor.type)
                || tensor.getShape().length != 5) {
            throw new InferenceException("The model's " + role + " '" + name + "' must be " + types
                    + " of 5 dimensions, and is " + node.getInfo() + ".");
        }
    }
}

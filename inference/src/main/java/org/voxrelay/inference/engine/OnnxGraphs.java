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

/**
 * Loads graphs into ONNX Runtime and refuses those whose input or output is not as ours.
 *
 * @param options of the sessions
 * @param eachRun settings of each run, as ONNX Runtime names them
 * @param failures what errors become
 */
record OnnxGraphs(
        OrtEnvironment environment,
        OrtSession.SessionOptions options,
        Map<String, String> eachRun,
        EngineFailure failures) {
    private interface Opening {
        OrtSession open() throws OrtException;
    }

    OnnxSession load(Graph graph) throws InferenceException {
        return load(graph, () -> environment.createSession(graph.file().toString(), options));
    }

    /** @param model is loaded in place of the graph's file, and has inputs and outputs as that has */
    OnnxSession load(Graph graph, byte[] model) throws InferenceException {
        return load(graph, () -> environment.createSession(model, options));
    }

    private OnnxSession load(Graph graph, Opening opening) throws InferenceException {
        try {
            OrtSession session = opening.open();
            try {
                String input = find(session.getInputInfo(), graph.input(), "input");
                String output = find(session.getOutputInfo(), graph.output(), "output");
                check(session.getInputInfo().get(input), input, "input", EnumSet.of(OnnxJavaType.FLOAT));
                check(
                        session.getOutputInfo().get(output),
                        output,
                        "output",
                        EnumSet.of(OnnxJavaType.FLOAT, OnnxJavaType.UINT8));
                return new OnnxSession(environment, session, input, output, failures, eachRun);
            } catch (InferenceException | OrtException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw failures.of("The model's graph cannot be loaded", e.getMessage(), e);
        }
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

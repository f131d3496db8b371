package org.voxrelay.inference.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.onnx.OnnxModel;
import org.voxrelay.inference.onnx.OnnxNode;

/**
 * Asks ONNX Runtime of which shape the values of a graph are, for one shape of its input. When it loads a graph, all Shape nodes become
 * constants whose answer does not hang on what is in the input; so they are the only outputs here, and nothing is fed. A shape that
 * does hang on it is an error.
 *
 * @param options of a session for the shapes
 * @param input name of the graph's input
 * @param shape of it
 */
record OnnxShapes(OrtEnvironment environment, OrtSession.SessionOptions options, String input, long[] shape)
        implements FlatConvolutions.Shapes {
    /** ONNX Runtime for Java feeds one input at least. */
    private static final String UNUSED = "voxrelay/unused";

    private static final int DIMENSIONS = 5;

    @Override
    public List<long[]> of(OnnxModel model, List<String> values) throws InferenceException {
        List<String> asked = IntStream.range(0, values.size())
                .mapToObj(index -> "voxrelay/shape/" + index)
                .toList();
        try {
            OnnxModel asking = model.copy().prune(values).withoutInputsAndOutputs();
            asking.input(input, shape).input(UNUSED, 1);
            for (int i = 0; i < asked.size(); i++) {
                asking.add(OnnxNode.of("Shape", List.of(values.get(i)), asked.get(i)));
                asking.outputOfNumbers(asked.get(i), DIMENSIONS);
            }
            return answers(asking.toByteArray(), asked);
        } catch (OrtException e) {
            throw new InferenceException("The shapes in the graph are not known beforehand: " + e.getMessage(), e);
        }
    }

    private List<long[]> answers(byte[] asking, List<String> asked) throws OrtException {
        try (OrtSession session = environment.createSession(asking, options);
                OnnxTensor nothing = OnnxTensor.createTensor(environment, new float[1]);
                OrtSession.Result result = session.run(Map.of(UNUSED, nothing), Set.copyOf(asked))) {
            List<long[]> shapes = new ArrayList<>();
            for (String name : asked) {
                shapes.add((long[]) result.get(name).orElseThrow().getValue());
            }
            return shapes;
        }
    }
}

package org.voxrelay.inference.engine;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.FloatBuffer;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.OpenVinoLibrary.Shape;
import org.voxrelay.inference.model.Graph;

/** A graph in OpenVINO that reads and writes the caller's buffers themselves. */
final class OpenVinoSession implements EngineSession {
    private final OpenVinoLibrary library;
    private final int floatType;
    private final Pointer compiled;
    private final Pointer request;
    private final Graph graph;

    OpenVinoSession(OpenVinoLibrary library, int floatType, Pointer compiled, Pointer request, Graph graph) {
        this.library = library;
        this.floatType = floatType;
        this.compiled = compiled;
        this.request = request;
        this.graph = graph;
    }

    @Override
    public void run(Tensor input, Tensor output) throws InferenceException {
        if (!(input.data() instanceof FloatBuffer in) || !(output.data() instanceof FloatBuffer out)) {
            throw new InferenceException(
                    "OpenVINO is used for networks with scores only, not for graphs that give labels.");
        }
        Pointer from = tensor(in, input.shape());
        try {
            Pointer to = tensor(out, output.shape());
            try {
                check(set(graph.input(), from, true));
                check(set(graph.output(), to, false));
                check(library.ov_infer_request_infer(request));
            } finally {
                library.ov_tensor_free(to);
            }
        } finally {
            library.ov_tensor_free(from);
        }
    }

    private Pointer tensor(FloatBuffer data, long[] shape) throws InferenceException {
        var tensor = new PointerByReference();
        check(library.ov_tensor_create_from_host_ptr(floatType, Shape.of(shape), data, tensor));
        return tensor.getValue();
    }

    private int set(String name, Pointer tensor, boolean input) {
        if (!name.isEmpty()) {
            return library.ov_infer_request_set_tensor(request, name, tensor);
        }
        return input
                ? library.ov_infer_request_set_input_tensor(request, tensor)
                : library.ov_infer_request_set_output_tensor(request, tensor);
    }

    private void check(int status) throws InferenceException {
        OpenVinoEngine.check(library, status, "The engine failed");
    }

    @Override
    public void close() {
        library.ov_infer_request_free(request);
        library.ov_compiled_model_free(compiled);
    }
}

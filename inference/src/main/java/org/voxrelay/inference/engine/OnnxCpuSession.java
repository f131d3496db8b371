package org.voxrelay.inference.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.model.Graph;

/**
 * A graph in ONNX Runtime on the CPU. For the shape of windows that it is prepared for it has flat convolutions where they can be made
 * (see {@link FlatConvolutions}); for others, and where these fail, it is the graph as it is in its file.
 */
final class OnnxCpuSession implements EngineSession {
    private static final Logger LOG = Logger.getLogger(OnnxCpuSession.class.getName());

    private final OnnxEngine engine;
    private final Graph graph;
    private OnnxSession session;
    private boolean flat;
    private long[] preparedFor = {};

    OnnxCpuSession(OnnxEngine engine, Graph graph) throws InferenceException {
        this.engine = engine;
        this.graph = graph;
        this.session = engine.load(graph);
    }

    @Override
    public void prepare(long[] shape, Progress progress) throws InferenceException {
        long[] window = shape.clone();
        window[0] = 1;
        if (Arrays.equals(window, preparedFor)) {
            return;
        }
        progress.at(0, "prepare model");
        Optional<OnnxSession> better = engine.loadFlat(graph, window);
        if (better.isPresent()) {
            use(better.get(), true);
        } else {
            useFile();
        }
        preparedFor = window;
    }

    @Override
    public void run(Tensor input, Tensor output) throws InferenceException {
        if (flat && !Arrays.equals(input.shape(), preparedFor)) {
            useFile();
        }
        try {
            session.run(input, output);
        } catch (InferenceException e) {
            if (!flat) {
                throw e;
            }
            LOG.log(Level.WARNING, "With flat convolutions: {0}", e.getMessage());
            useFile();
            session.run(input, output);
        }
    }

    private void useFile() throws InferenceException {
        if (flat) {
            use(engine.load(graph), false);
        }
    }

    private void use(OnnxSession other, boolean isFlat) {
        session.close();
        session = other;
        flat = isFlat;
    }

    @Override
    public void close() {
        session.close();
    }
}

package org.voxrelay.inference.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
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
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        try (OrtSession.SessionOptions options = options()) {
            return OnnxGraphs.load(environment, graph, options, EngineFailure.HOST);
        } catch (OrtException e) {
            throw EngineFailure.HOST.of("The model's graph cannot be loaded", e.getMessage(), e);
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
}

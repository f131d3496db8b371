package org.voxrelay.inference.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.inference.onnx.OnnxModel;

/** ONNX Runtime on the CPU. */
public final class OnnxEngine implements Engine {
    private static final Logger LOG = Logger.getLogger(OnnxEngine.class.getName());
    /** Where it was measured that flat convolutions are faster. */
    private static final String FLAT_IS_FASTER = "avx512f";

    private static final long LARGEST_TO_CHANGE = 1L << 30;
    /** A file, what it becomes, and as much again to work with. */
    private static final int COPIES = 3;

    /** Memory goes back after each run; a session stays loaded for days. */
    private static final Map<String, String> EACH_RUN = Map.of("memory.enable_memory_arena_shrinkage", "cpu:0");

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final int threads;

    /** @param threads that one inference may use */
    public OnnxEngine(int threads) {
        this.threads = threads;
    }

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion() + " " + Processor.used(threads);
    }

    @Override
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        return new OnnxCpuSession(this, graph);
    }

    /** The graph as it is in its file. */
    OnnxSession load(Graph graph) throws InferenceException {
        try (OrtSession.SessionOptions options = options()) {
            return graphs(options).load(graph);
        } catch (OrtException e) {
            throw EngineFailure.HOST.of("The model's graph cannot be loaded", e.getMessage(), e);
        }
    }

    /**
     * The graph with flat convolutions, for one window at a time of this shape.
     *
     * @param shape of the input, [1][channel][n0][n1][n2]
     * @return nothing where that is of no use, or cannot be made
     */
    Optional<OnnxSession> loadFlat(Graph graph, long[] shape) {
        if (!Processor.has(FLAT_IS_FASTER)) {
            return Optional.empty();
        }
        try {
            if (Files.size(graph.file()) > Math.min(LARGEST_TO_CHANGE, freeHeap() / COPIES)) {
                return Optional.empty();
            }
            Optional<byte[]> flat = flat(graph, shape);
            return flat.isEmpty() ? Optional.empty() : Optional.of(load(flat.get(), graph));
        } catch (InferenceException | IOException | OrtException e) {
            LOG.log(Level.INFO, "{0} is computed as it is, with convolutions of volumes: {1}", new Object[] {
                graph.file().getFileName(), e.getMessage()
            });
            return Optional.empty();
        }
    }

    private Optional<byte[]> flat(Graph graph, long[] shape) throws InferenceException, IOException, OrtException {
        OnnxModel model = OnnxModel.parse(Files.readAllBytes(graph.file()));
        String input = graph.input().isEmpty() ? model.onlyInput() : graph.input();
        try (OrtSession.SessionOptions options = options(graph)) {
            Optional<OnnxModel> flat =
                    new FlatConvolutions(model).flat(new OnnxShapes(environment, options, input, shape));
            return flat.isEmpty() ? Optional.empty() : Optional.of(flat.get().toByteArray());
        }
    }

    private OnnxSession load(byte[] model, Graph graph) throws InferenceException, OrtException {
        try (OrtSession.SessionOptions options = options(graph)) {
            return graphs(options).load(graph, model);
        }
    }

    private OnnxGraphs graphs(OrtSession.SessionOptions options) {
        return new OnnxGraphs(environment, options, EACH_RUN, EngineFailure.HOST);
    }

    private static long freeHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }

    /** For a graph that does not come from its file. */
    private OrtSession.SessionOptions options(Graph graph) throws OrtException {
        OrtSession.SessionOptions options = options();
        options.addConfigEntry(
                "session.model_external_initializers_file_folder_path",
                graph.file().toAbsolutePath().getParent().toString());
        // It warns of each weight that has been put in another form.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        return options;
    }

    private OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        // Idle threads sleep instead of spinning: the machine also receives images.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // What a run takes is used again within it; else the system makes new pages for each intermediate result.
        // A plan of memory would take it all at once, and more.
        options.setCPUArenaAllocator(true);
        options.setMemoryPatternOptimization(false);
        return options;
    }
}

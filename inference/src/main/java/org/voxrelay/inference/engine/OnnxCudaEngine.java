package org.voxrelay.inference.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

/**
 * ONNX Runtime's CUDA provider on the first GPU; operators that it lacks are computed on the CPU. Single precision, with TF32
 * where a package permits bfloat16.
 */
public final class OnnxCudaEngine implements Engine {
    private static final Logger LOG = Logger.getLogger(OnnxCudaEngine.class.getName());
    private static final int DEVICE = 0;
    /** What matters of what ONNX Runtime says: not its files, lines and functions. */
    private static final Pattern REASON =
            Pattern.compile("(?:.*with error: |.*?(?=CUDA failure)|Error code - \\w+ - message: )(.*?)(?: ; GPU=.*)?");

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final GpuMemory gpu;

    /** @param gpu one graph may take its whole budget; without a device graphs are refused with the reason */
    public OnnxCudaEngine(GpuMemory gpu) {
        this.gpu = gpu;
    }

    /** @param providers what this build of ONNX Runtime says it can compute with; that it has a provider does not mean it loads */
    static boolean isAmong(Set<OrtProvider> providers) {
        return providers.contains(OrtProvider.CUDA);
    }

    /** With the device: what was measured without it, or with another one, does not count. */
    @Override
    public String name() {
        String device = gpu.device().isEmpty() ? "" : " device " + gpu.device();
        return "ONNX Runtime " + environment.getVersion() + " on CUDA" + device;
    }

    @Override
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            addCuda(options, precision);
            return new OnnxGraphs(environment, options, Map.of(), EngineFailure.GPU).load(graph);
        } catch (OrtException e) {
            String reason = reason(e.getMessage());
            LOG.log(Level.WARNING, "ONNX Runtime does not use CUDA: {0}", reason);
            throw new InferenceException("CUDA cannot be used: " + reason, e);
        }
    }

    /** The first call in a process loads the provider and CUDA's own libraries. */
    private void addCuda(OrtSession.SessionOptions options, Precision precision) throws OrtException {
        try (var cuda = new OrtCUDAProviderOptions(DEVICE)) {
            for (Map.Entry<String, String> option : settings(precision).entrySet()) {
                cuda.add(option.getKey(), option.getValue());
            }
            options.addCUDA(cuda);
        }
    }

    /** Names and values are those of ONNX Runtime's CUDA provider. */
    Map<String, String> settings(Precision precision) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("gpu_mem_limit", Long.toString(gpu.budgetBytes()));
        // Doubling, which is usual, takes what other graphs need.
        settings.put("arena_extend_strategy", "kSameAsRequested");
        // All windows have one shape, so a long search at the first one pays.
        settings.put("cudnn_conv_algo_search", "EXHAUSTIVE");
        settings.put("use_tf32", precision == Precision.SINGLE ? "0" : "1");
        return settings;
    }

    static String reason(String said) {
        String line = said.strip().replaceAll("\\s+", " ");
        Matcher matcher = REASON.matcher(line);
        return matcher.matches() ? matcher.group(1) : line;
    }
}

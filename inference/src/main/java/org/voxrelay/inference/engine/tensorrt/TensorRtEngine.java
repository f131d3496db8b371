package org.voxrelay.inference.engine.tensorrt;

import java.io.IOException;
import java.nio.file.Files;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.tensorrt.CudaDevice;
import org.voxrelay.tensorrt.CudaRuntime;
import org.voxrelay.tensorrt.PlanCache;
import org.voxrelay.tensorrt.TensorRt;
import org.voxrelay.tensorrt.TensorRtException;

/**
 * TensorRT on the first GPU. A graph becomes a plan for this GPU, release and shape when it is first needed, which takes
 * seconds to minutes; plans are kept. Computes in single precision, with TF32 where a package permits bfloat16; a graph
 * that was converted to fp16 computes in fp16 (TensorRT 11 has no switch for it).
 */
public final class TensorRtEngine implements Engine {
    private static final long MAX_GRAPH_BYTES = Integer.MAX_VALUE - (1 << 16);
    private static final long MAX_PLAN_BYTES = 20L << 30;

    private final TensorRt library;
    private final String product;
    private final CudaDevice device;
    private final PlanCache plans;

    /** @param product for the key of plans and for people */
    TensorRtEngine(TensorRt library, String product, CudaDevice device, PlanCache plans) {
        this.library = library;
        this.product = product;
        this.device = device;
        this.plans = plans;
    }

    /**
     * @param cuda is asked for a device before TensorRT is touched
     * @throws TensorRtException with the reason why it cannot be used
     */
    public static TensorRtEngine open(TensorRtPlace place, CudaRuntime cuda) throws TensorRtException {
        CudaDevice device = CudaDevice.first(cuda);
        TensorRtFiles files = TensorRtFiles.in(place);
        return new TensorRtEngine(files.open(), files.product(), device, new PlanCache(place.plans(), MAX_PLAN_BYTES));
    }

    @Override
    public String name() {
        return product + " " + library.version() + " on " + device.description();
    }

    @Override
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        if (!graph.externalData().isEmpty()) {
            throw new InferenceException("The model keeps weights outside its ONNX file; TensorRT does not get it.");
        }
        try {
            if (Files.size(graph.file()) > MAX_GRAPH_BYTES) {
                throw new InferenceException("The model's graph is larger than 2 GiB; TensorRT does not get it.");
            }
        } catch (IOException e) {
            throw new InferenceException("The model's graph cannot be loaded: " + e.getMessage(), e);
        }
        var builder = new PlanBuilder(library, product, device, plans, graph, precision != Precision.SINGLE);
        return new TensorRtSession(builder, device, graph);
    }
}

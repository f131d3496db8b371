package org.voxrelay.inference.engine.tensorrt;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.tensorrt.CudaDevice;
import org.voxrelay.tensorrt.LoadedPlan;
import org.voxrelay.tensorrt.PlanCache;
import org.voxrelay.tensorrt.PlanCache.Key;
import org.voxrelay.tensorrt.TensorRt;
import org.voxrelay.tensorrt.TensorRtException;

/** Finds or builds the plan of one graph. */
final class PlanBuilder {
    private static final Logger LOG = Logger.getLogger(PlanBuilder.class.getName());
    private static final long MAX_WORKSPACE = 4L << 30;

    private final TensorRt library;
    private final String product;
    private final CudaDevice device;
    private final PlanCache plans;
    private final Graph graph;
    private final boolean tf32;

    PlanBuilder(TensorRt library, String product, CudaDevice device, PlanCache plans, Graph graph, boolean tf32) {
        this.library = library;
        this.product = product;
        this.device = device;
        this.plans = plans;
        this.graph = graph;
        this.tf32 = tf32;
    }

    /**
     * @param shape of the input
     * @throws InterruptedException if the thread was interrupted while it built
     */
    LoadedPlan plan(long[] shape, Progress progress) throws InferenceException, InterruptedException {
        Key key = key(graph.sha256(), Arrays.toString(shape));
        try {
            Optional<byte[]> kept = plans.find(key);
            if (kept.isPresent()) {
                try {
                    return library.load(kept.get(), device.devices());
                } catch (TensorRtException e) {
                    LOG.log(Level.WARNING, "A kept plan is built anew: {0}", e.getMessage());
                }
            }
            byte[] plan = build(shape, progress);
            plans.put(key, plan);
            return library.load(plan, device.devices());
        } catch (IOException e) {
            throw new InferenceException("The plan for TensorRT cannot be kept: " + e.getMessage(), e);
        } catch (TensorRtException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the building of a plan was cancelled");
            }
            throw new InferenceException("The model's graph cannot be loaded: " + e.getMessage(), e);
        }
    }

    private byte[] build(long[] shape, Progress progress) throws IOException, TensorRtException {
        Key timing = key("timing cache", "");
        byte[] timingCache = plans.find(timing).orElse(new byte[0]);
        long workspace = Math.min(MAX_WORKSPACE, device.freeBytes() / 2);
        byte[] onnx = Files.readAllBytes(graph.file());
        var order = new TensorRt.Order(onnx, shape, shape, shape, workspace, tf32, timingCache);
        Thread caller = Thread.currentThread();
        long began = System.nanoTime();
        TensorRt.Plan plan = library.build(order, (phase, step) -> {
            tell(progress, "build TensorRT plan: " + phase + " " + step);
            return !caller.isInterrupted();
        });
        LOG.log(Level.INFO, "Plan of {0} bytes for graph {1} was built in {2} s", new Object[] {
            plan.engine().length, graph.sha256(), (System.nanoTime() - began) / 1_000_000_000
        });
        if (plan.timingCache().length > 0) {
            plans.put(timing, plan.timingCache());
        }
        return plan.engine();
    }

    /** TensorRT tells from several threads. */
    private synchronized void tell(Progress progress, String step) {
        progress.at(0, step);
    }

    private Key key(String sha256, String shapes) {
        return new Key(sha256, library.version(), product, device.description(), shapes, tf32 ? "tf32" : "f32");
    }
}

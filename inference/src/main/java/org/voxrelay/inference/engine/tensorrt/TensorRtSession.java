package org.voxrelay.inference.engine.tensorrt;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.tensorrt.CudaDevice;
import org.voxrelay.tensorrt.Lane;
import org.voxrelay.tensorrt.LoadedPlan;
import org.voxrelay.tensorrt.TensorRtException;

/** A graph on the GPU. Windows go one by one through two lanes in turn: while one computes, the other copies. */
final class TensorRtSession implements EngineSession {
    private static final Logger LOG = Logger.getLogger(TensorRtSession.class.getName());
    private static final int LANES = 2;
    private static final int WINDOWS_AT_ONCE = 4;

    private final PlanBuilder builder;
    private final CudaDevice device;
    private final Graph graph;
    private final List<LoadedPlan> plan = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private long[] planShape = {};
    private long[] laneShape = {};

    TensorRtSession(PlanBuilder builder, CudaDevice device, Graph graph) {
        this.builder = builder;
        this.device = device;
        this.graph = graph;
    }

    @Override
    public int windowsAtOnce() {
        return WINDOWS_AT_ONCE;
    }

    @Override
    public void prepare(long[] shape, Progress progress) throws InferenceException, InterruptedException {
        long[] window = one(shape);
        if (!Arrays.equals(window, planShape)) {
            close();
            plan.add(builder.plan(window, progress));
            planShape = window;
        }
    }

    @Override
    public void run(Tensor input, Tensor output) throws InferenceException {
        if (!(input.data() instanceof FloatBuffer samples) || !(output.data() instanceof FloatBuffer scores)) {
            throw new InferenceException("TensorRT is used for networks with scores only.");
        }
        try {
            prepare(input.shape(), Progress.NONE);
            openLanes(one(output.shape()));
            run(samples, scores, Math.toIntExact(input.shape()[0]));
        } catch (TensorRtException e) {
            throw new InferenceException("The engine failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("The inference was cancelled.", e);
        }
    }

    private static long[] one(long[] shape) {
        long[] window = shape.clone();
        window[0] = 1;
        return window;
    }

    /** Where there is no room for a second lane, one does it. */
    private void openLanes(long[] outputShape) throws TensorRtException {
        if (Arrays.equals(outputShape, laneShape)) {
            return;
        }
        closeLanes();
        lanes.add(lane(outputShape));
        laneShape = outputShape;
        while (lanes.size() < LANES) {
            try {
                lanes.add(lane(outputShape));
            } catch (TensorRtException e) {
                LOG.log(Level.INFO, "Copies and computation take turns: {0}", e.getMessage());
                return;
            }
        }
    }

    private Lane lane(long[] outputShape) throws TensorRtException {
        return plan.get(0).lane(device, graph.input(), graph.output(), planShape, outputShape);
    }

    private void run(FloatBuffer samples, FloatBuffer scores, int windows) throws TensorRtException {
        int in = samples.capacity() / windows;
        int out = scores.capacity() / windows;
        for (int i = 0; i < windows + lanes.size(); i++) {
            Lane lane = lanes.get(i % lanes.size());
            int finished = i - lanes.size();
            if (finished >= 0) {
                lane.finish(scores.slice(finished * out, out));
            }
            if (i < windows) {
                lane.begin(samples.slice(i * in, in));
            }
        }
    }

    private void closeLanes() {
        lanes.forEach(Lane::close);
        lanes.clear();
        laneShape = new long[0];
    }

    @Override
    public void close() {
        closeLanes();
        plan.forEach(LoadedPlan::close);
        plan.clear();
        planShape = new long[0];
    }
}

package org.voxrelay.inference;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.PostProcess;
import org.voxrelay.inference.model.PostProcess.KeepBody;
import org.voxrelay.inference.volume.BodyMask;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Volume;

/** Inference in this process. Graphs stay loaded between calls; one segmentation at a time, so that memory is bounded. */
public final class LocalInference implements Inference {
    private static final double GRAPH_SHARE = 0.7;

    private final EngineSelection selection;
    private final WarmSessions sessions;
    private final ReentrantLock turn = new ReentrantLock(true);

    public LocalInference(EngineSelection selection) {
        this.selection = selection;
        this.sessions = new WarmSessions(selection.engine());
    }

    @Override
    public String engine() {
        return selection.why();
    }

    @Override
    public LabelVolume segment(ModelPackage model, Volume volume, Progress progress)
            throws InferenceException, InterruptedException {
        Grid grid = volume.grid();
        if (grid.zSize() < model.minimumSlices()) {
            throw new InferenceException("The series has " + grid.zSize() + " slices; " + model.name() + " needs "
                    + model.minimumSlices() + " or more.");
        }
        turn.lockInterruptibly();
        try {
            progress.at(0, "load model");
            EngineSession session = sessions.of(model.graph());
            ByteBuffer labels = ByteBuffer.allocateDirect(grid.count());
            runGraph(model, session, volume, labels, progress);
            for (PostProcess step : model.postProcess()) {
                progress.at(GRAPH_SHARE, "post-process");
                apply(step, volume, labels);
                checkInterrupted();
            }
            progress.at(1, "segmented");
            return new LabelVolume(grid, labels);
        } finally {
            turn.unlock();
        }
    }

    private static void runGraph(
            ModelPackage model, EngineSession session, Volume volume, ByteBuffer labels, Progress progress)
            throws InferenceException, InterruptedException {
        Grid grid = volume.grid();
        FloatBuffer voxels = volume.voxels();
        int slice = grid.sliceCount();
        for (int z = 0; z < grid.zSize(); z += model.graph().patchSlices()) {
            checkInterrupted();
            progress.at(GRAPH_SHARE * z / grid.zSize(), "run model");
            int slices = Math.min(model.graph().patchSlices(), grid.zSize() - z);
            session.run(
                    voxels.slice(z * slice, slices * slice),
                    labels.slice(z * slice, slices * slice),
                    slices,
                    grid.ySize(),
                    grid.xSize());
        }
    }

    private static void apply(PostProcess step, Volume volume, ByteBuffer labels) throws InferenceException {
        if (step instanceof KeepBody keep) {
            BodyMask body = BodyMask.of(volume, keep);
            if (body.count() == 0) {
                throw new InferenceException("No body was found: nothing thicker than " + 2 * keep.partMm()
                        + " mm is denser than " + keep.aboveHu() + " HU.");
            }
            body.clearOutside(labels);
        }
    }

    private static void checkInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("segmentation was cancelled");
        }
    }

    /** Waits for the segmentation that is running. */
    @Override
    public void close() {
        turn.lock();
        try {
            sessions.close();
        } finally {
            turn.unlock();
        }
    }
}

package org.voxrelay.inference;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.Ensemble;
import org.voxrelay.inference.engine.LostEngineException;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.model.Label;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.Scores.Labels;
import org.voxrelay.inference.transform.Preprocessing;
import org.voxrelay.inference.transform.Workpiece;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Regridding;
import org.voxrelay.inference.volume.Segmentation;
import org.voxrelay.inference.volume.Volume;
import org.voxrelay.inference.window.LabelsOnSource;
import org.voxrelay.inference.window.SlidingWindow;

/** Inference in this process. Graphs stay loaded between calls; one segmentation at a time, so that memory is bounded. */
public final class LocalInference implements Inference {
    private static final double PREPARED = 0.1;
    private static final double COMPUTED = 0.9;

    private final EngineSelection selection;
    private final InferenceLimits limits;
    private final WarmSessions sessions;
    private final ReentrantLock turn = new ReentrantLock(true);

    public LocalInference(EngineSelection selection) {
        this(selection, InferenceLimits.DEFAULT);
    }

    public LocalInference(EngineSelection selection, InferenceLimits limits) {
        this.selection = selection;
        this.limits = limits;
        this.sessions = new WarmSessions(selection.engine(), limits.warmBytes(), selection.gpu());
    }

    @Override
    public String engine() {
        return selection.why();
    }

    @Override
    public Segmentation segment(ModelPackage model, List<Volume> channels, Wanted wanted, Progress progress)
            throws InferenceException, LostInferenceException, InterruptedException {
        var probabilities = new ArrayList<ByteBuffer>();
        if (wanted == Wanted.PROBABILITIES) {
            limits.checkProbabilities(model, channels.get(0).grid());
            int voxels = channels.get(0).grid().count();
            model.labels().forEach(label -> probabilities.add(ByteBuffer.allocateDirect(voxels)));
        }
        return new Segmentation(segment(model, channels, probabilities, progress), probabilities);
    }

    /** @param probabilities where those of each label are written; none are where it is empty */
    public LabelVolume segment(
            ModelPackage model, List<Volume> channels, List<ByteBuffer> probabilities, Progress progress)
            throws InferenceException, LostInferenceException, InterruptedException {
        check(model, channels);
        InferenceLimits.checkLabels(model, channels.get(0).grid());
        turn.lockInterruptibly();
        try {
            LabelVolume labels = LabelVolume.empty(channels.get(0).grid(), model.highestLabel());
            run(model, channels, labels, probabilities, progress);
            progress.at(COMPUTED, "post-process");
            PostProcessing.apply(model.postProcess(), channels.get(0), labels);
            progress.at(1, "segmented");
            return labels;
        } catch (LostEngineException e) {
            sessions.forget(model.graphs(), precision(model)); // the next attempt may find another engine
            throw new LostInferenceException(e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    private void run(
            ModelPackage model,
            List<Volume> channels,
            LabelVolume labels,
            List<ByteBuffer> probabilities,
            Progress progress)
            throws InferenceException, InterruptedException {
        progress.at(0, "load model");
        List<EngineSession> loaded = sessions.of(model.graphs(), precision(model));
        try {
            if (model.scores() instanceof Labels) {
                runLabels(model, loaded.get(0), channels.get(0), labels.labels(), progress);
                checkFound(model, labels);
            } else {
                runScores(model, loaded, channels, labels, probabilities, progress);
            }
        } finally {
            sessions.computed(model.graphs(), precision(model));
        }
    }

    private static void check(ModelPackage model, List<Volume> channels) throws InferenceException {
        if (channels.size() != model.channels().size()) {
            throw new InferenceException(
                    model.name() + " needs " + model.channels().size() + " series, not " + channels.size() + ".");
        }
        int slices = channels.get(0).grid().zSize();
        if (slices < model.minimumSlices()) {
            throw new UnsuitableVolumeException("The series has " + slices + " slices; " + model.name() + " needs "
                    + model.minimumSlices() + " or more.");
        }
    }

    private static Precision precision(ModelPackage model) {
        return model.permitsBf16() ? Precision.BF16_PERMITTED : Precision.SINGLE;
    }

    /** A graph that labels samples as they are, some slices at a time. */
    private static void runLabels(
            ModelPackage model, EngineSession session, Volume volume, ByteBuffer labels, Progress progress)
            throws InferenceException, InterruptedException {
        Grid grid = volume.grid();
        FloatBuffer voxels = volume.voxels();
        int slice = grid.sliceCount();
        int step = model.tiling().window().get(0);
        for (int z = 0; z < grid.zSize(); z += step) {
            PostProcessing.checkInterrupted();
            progress.at(COMPUTED * z / grid.zSize(), "run model");
            int slices = Math.min(step, grid.zSize() - z);
            long[] shape = {1, 1, slices, grid.ySize(), grid.xSize()};
            session.run(
                    new Tensor(voxels.slice(z * slice, slices * slice), shape),
                    new Tensor(labels.slice(z * slice, slices * slice), shape));
        }
    }

    /** A graph that gives labels by itself may give any; one without a meaning cannot be stored. */
    private static void checkFound(ModelPackage model, LabelVolume labels) throws InferenceException {
        int highest = model.highestLabel();
        for (int i = 0; i < labels.grid().count(); i++) {
            if (labels.label(i) > highest) {
                throw new InferenceException("The graph of " + model.name() + " gives the label " + labels.label(i)
                        + ", which its package does not describe; the highest there is " + highest + ".");
            }
        }
    }

    private void runScores(
            ModelPackage model,
            List<EngineSession> loaded,
            List<Volume> channels,
            LabelVolume labels,
            List<ByteBuffer> probabilities,
            Progress progress)
            throws InferenceException, InterruptedException {
        progress.at(0, "prepare volume");
        var onOneGrid = new ArrayList<Volume>();
        for (Volume channel : channels) {
            onOneGrid.add(Regridding.onto(channels.get(0).grid(), channel));
        }
        Workpiece piece = new Preprocessing(model.preprocess(), limits.maxVoxels()).apply(onOneGrid);
        int classes = model.scores().channels();
        var windows = new SlidingWindow(model.tiling(), piece, classes);
        List<Integer> numbers = model.labels().stream().map(Label::number).toList();
        var sink = new LabelsOnSource(piece, model.scores(), labels, numbers, probabilities);
        int strips = windows.fewestStrips(sink.keepsScores(), limits.scoreBytes());
        double needed = windows.scoreBytes(sink.keepsScores(), strips);
        if (needed > limits.scoreBytes()) {
            throw new UnsuitableVolumeException("The scores of " + model.name() + " on this series take "
                    + Math.round(needed / (1 << 20)) + " MiB of memory; the limit is " + (limits.scoreBytes() >> 20)
                    + " MiB.");
        }
        for (EngineSession session : loaded) {
            session.prepare(windows.inputShape(), (part, step) -> progress.at(PREPARED, step));
        }
        var network =
                new Ensemble(loaded, channels.size(), classes, model.tiling().mirrorAxes());
        windows.run(network, sink, strips, (part, step) -> progress.at(PREPARED + (COMPUTED - PREPARED) * part, step));
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

package org.voxrelay.inference.process;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.InferenceLimits;
import org.voxrelay.inference.LostInferenceException;
import org.voxrelay.inference.Progress;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Segmentation;
import org.voxrelay.inference.volume.Volume;
import org.voxrelay.worker.Outcome;
import org.voxrelay.worker.Outcome.Answered;
import org.voxrelay.worker.Outcome.Lost;
import org.voxrelay.worker.Outcome.Refused;
import org.voxrelay.worker.SharedMemory;
import org.voxrelay.worker.Worker;
import org.voxrelay.worker.WorkerCommand;
import org.voxrelay.worker.WorkerLimits;

/**
 * Inference in a child process that is started when it is first needed and again after each death. Samples and labels are
 * in memory that both see. A crash, a lack of memory or a stand-still costs the attempt.
 */
public final class WorkerInference implements Inference {
    private static final int POLL_MILLIS = 200;

    private final WorkerSettings settings;
    private final String engine;
    private final ThreadFactory threads;
    private final Worker worker;

    /** @param engine one sentence: what the child computes with */
    public WorkerInference(WorkerSettings settings, String engine, ThreadFactory threads) {
        this.settings = settings;
        this.engine = engine;
        this.threads = threads;
        var command = new WorkerCommand(
                settings.wholeClassPath(),
                InferenceWorker.class.getName(),
                settings.heapBytes(),
                settings.privateBytes(),
                settings.temporary(),
                Stream.concat(trust(), settings.options().stream()).toList(),
                settings.arguments());
        worker = new Worker(command, WorkerLimits.DEFAULT, threads);
    }

    /** Whom an inference server's certificate is trusted for: as this process does. The password stays here. */
    private static Stream<String> trust() {
        return Stream.of("javax.net.ssl.trustStore", "javax.net.ssl.trustStoreType")
                .filter(name -> System.getProperty(name) != null)
                .map(name -> "-D" + name + "=" + System.getProperty(name));
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public Segmentation segment(ModelPackage model, List<Volume> channels, Wanted wanted, Progress progress)
            throws InferenceException, LostInferenceException, InterruptedException {
        int labels = wanted == Wanted.PROBABILITIES ? model.labels().size() : 0;
        Grid grid = channels.get(0).grid();
        if (labels > 0) {
            settings.limits().checkProbabilities(model, grid);
        }
        InferenceLimits.checkLabels(model, grid);
        try (SharedMemory shared = SharedMemory.create(lengths(model, channels, labels))) {
            for (int i = 0; i < channels.size(); i++) {
                FloatBuffer samples = channels.get(i).voxels().duplicate().clear();
                shared.segment(2 + i).asFloatBuffer().put(samples);
            }
            var request = new SegmentRequest(
                    model.folder().toString(),
                    model.name(),
                    model.version(),
                    model.sha256(),
                    channels.stream().map(Volume::grid).toList(),
                    wanted);
            check(call(request, shared, progress));
            return new Segmentation(
                    new LabelVolume(grid, shared.segment(1)),
                    IntStream.range(0, labels)
                            .mapToObj(label -> shared.segment(2 + channels.size() + label))
                            .toList());
        } catch (IOException e) {
            throw new LostInferenceException(
                    "There is no room for the volume beside the worker process: " + e.getMessage());
        }
    }

    /** Progress, labels, channels, probabilities. */
    private static long[] lengths(ModelPackage model, List<Volume> channels, int labels) {
        Grid grid = channels.get(0).grid();
        long voxels = grid.count();
        return LongStream.concat(
                        LongStream.concat(
                                LongStream.of(SharedProgress.BYTES, LabelVolume.bytes(grid, model.highestLabel())),
                                channels.stream()
                                        .mapToLong(channel -> Float.BYTES
                                                * (long) channel.grid().count())),
                        LongStream.generate(() -> voxels).limit(labels))
                .toArray();
    }

    private static void check(Outcome outcome) throws InferenceException, LostInferenceException {
        if (outcome instanceof Refused refused) {
            throw new InferenceException(refused.reason());
        }
        if (outcome instanceof Lost lost) {
            throw new LostInferenceException("The worker process was lost. " + lost.detail());
        }
        SegmentAnswer.read(((Answered) outcome).bytes()).throwUnlessDone();
    }

    /** The call waits in a thread of its own, so that this one can tell the progress and be interrupted. */
    private Outcome call(SegmentRequest request, SharedMemory shared, Progress progress)
            throws InterruptedException, LostInferenceException {
        var task = new FutureTask<>(() -> worker.call(request.toBytes(), Optional.of(shared), settings.limit()));
        Thread thread = threads.newThread(task);
        thread.start();
        try {
            return await(task, new SharedProgress(shared.segment(0)), progress);
        } finally {
            if (!task.isDone()) {
                thread.interrupt(); // stops the child, too
                thread.join();
            }
        }
    }

    private Outcome await(FutureTask<Outcome> task, SharedProgress shared, Progress progress)
            throws InterruptedException, LostInferenceException {
        long reports = -1;
        long moved = System.nanoTime();
        while (true) {
            try {
                return task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (shared.count() != reports) {
                    reports = shared.count();
                    moved = System.nanoTime();
                    progress.at(shared.fraction(), shared.step());
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("segmentation was cancelled");
                }
                checkMoving(moved, shared);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private void checkMoving(long moved, SharedProgress shared) throws LostInferenceException {
        Duration still = Duration.ofNanos(System.nanoTime() - moved);
        if (still.compareTo(settings.standstill()) > 0) {
            throw new LostInferenceException("The worker process made no progress for " + still.toSeconds() + " s at '"
                    + shared.step() + "' and was stopped.");
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}

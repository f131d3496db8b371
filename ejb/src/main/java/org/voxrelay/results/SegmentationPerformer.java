package org.voxrelay.results;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.Inference.Wanted;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.Scores;
import org.voxrelay.inference.model.UnusableModelException;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.jobs.Performer;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItem.Output;
import org.voxrelay.retrieve.InstanceReader;

/** One step: load the series of the channels, run the model, store SEG and SR. */
public final class SegmentationPerformer implements Performer {
    private static final double LOADED = 0.3;
    private static final double INFERRED = 0.85;

    private final InstanceIndex index;
    private final ChannelLoader loader;
    private final ModelRepository models;
    private final ModelRun run;
    private final ResultWriter writer;
    private final SegForm form;

    /** What the work is done with. */
    public SegmentationPerformer(Parts parts, ModelRepository models, Inference inference) {
        this.index = parts.index();
        this.loader = new ChannelLoader(
                parts.index(),
                new VolumeLoader(parts.index(), parts.reader(), parts.codecs(), parts.maxVoxels()),
                parts.maxVoxels());
        this.models = models;
        this.run = new ModelRun(inference);
        this.writer = new ResultWriter(parts.ingest(), parts.reader(), parts.folder());
        this.form = parts.form();
    }

    /**
     * The archive as this package needs it.
     *
     * @param folder for files while they are written
     * @param form of segmentations, where a model does not say it
     */
    public record Parts(
            InstanceIndex index,
            InstanceReader reader,
            Codecs codecs,
            Ingest ingest,
            Path folder,
            long maxVoxels,
            SegForm form) {}

    @Override
    public Outcome perform(WorkItem item, Progress progress) throws Exception {
        List<Output> stored = storedResults(item);
        if (!stored.isEmpty()) {
            return new Outcome.Done(stored, item.timings());
        }
        try {
            return segment(item, progress);
        } catch (NotAVolume | UnusableModelException | InferenceException e) {
            return new Outcome.Impossible(e.getMessage());
        }
    }

    /** An attempt before this one may have stored everything and died before it could say so. */
    private List<Output> storedResults(WorkItem item) {
        Optional<StoredInstance> segmentation =
                index.find(ResultDescription.uid(item, ResultRole.SEGMENTATION).value());
        Optional<StoredInstance> report =
                index.find(ResultDescription.uid(item, ResultRole.REPORT).value());
        return segmentation.isPresent() && report.isPresent()
                ? List.of(output(segmentation.get()), output(report.get()))
                : List.of();
    }

    private static Output output(StoredInstance instance) {
        return new Output(instance.sopClassUid(), instance.seriesInstanceUid(), instance.sopInstanceUid());
    }

    private Outcome segment(WorkItem item, Progress progress) throws Exception {
        ModelPackage model = models.version(item.task().model(), item.task().modelVersion());
        var clock = new Stopwatch();
        List<SeriesVolume> channels = loader.load(model, item, (part, step) -> progress.at(LOADED * part, step));
        clock.lap("load");
        SegForm wanted = model.segmentation()
                .map(result -> SegForm.valueOf(result.name()))
                .orElse(form);
        ModelRun.Found found = run.run(
                model,
                channels,
                wanted(wanted, model),
                (part, step) -> progress.at(LOADED + (INFERRED - LOADED) * part, step));
        clock.lap("infer");
        progress.at(INFERRED, "writing SEG and SR");
        var description =
                ResultDescription.of(item, model, channels.get(0).images().get(0));
        List<Output> outputs = writer.write(channels, found, description, wanted);
        clock.lap("write");
        return new Outcome.Done(outputs, clock.laps());
    }

    /** A graph that gives labels has no probabilities, whatever the server is set to. */
    private static Wanted wanted(SegForm form, ModelPackage model) {
        return form == SegForm.FRACTIONAL && !(model.scores() instanceof Scores.Labels)
                ? Wanted.PROBABILITIES
                : Wanted.LABELS;
    }
}

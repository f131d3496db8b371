package org.voxrelay.results;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.dicom.seg.Layers;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.Inference.Wanted;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.LostInferenceException;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.ModelStore;
import org.voxrelay.inference.model.UnusableModelException;
import org.voxrelay.inference.quality.Agreement;
import org.voxrelay.inference.quality.Comparison;
import org.voxrelay.inference.quality.QualityTally;
import org.voxrelay.jobs.Performer;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.results.SegmentationPerformer.Parts;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.rules.ModelInputs;
import org.voxrelay.rules.ModelInputs.Result.Found;
import org.voxrelay.rules.ModelInputs.Result.Incomplete;

/**
 * A step whose inputs are segmentations: the model runs on the series of each, with the others of the study that it needs,
 * and how well it agrees is kept beside the model. Nothing is stored in the archive.
 */
public final class QualityPerformer implements Performer {
    private static final Logger LOG = Logger.getLogger(QualityPerformer.class.getName());
    private static final double LOADED = 0.3;
    private static final double INFERRED = 0.9;

    private final InstanceIndex index;
    private final InstanceReader reader;
    private final ModelInputs inputs;
    private final ChannelLoader loader;
    private final SegmentationMask masks;
    private final ModelRepository models;
    private final ModelStore store;
    private final ModelRun run;

    /** @param inputs which images the model is given for a case */
    public QualityPerformer(
            Parts parts, ModelInputs inputs, ModelRepository models, ModelStore store, Inference inference) {
        this.index = parts.index();
        this.reader = parts.reader();
        this.inputs = inputs;
        this.loader = new ChannelLoader(
                parts.index(),
                new VolumeLoader(parts.index(), parts.reader(), parts.codecs(), parts.maxVoxels()),
                parts.maxVoxels());
        this.masks = new SegmentationMask(parts.index(), parts.reader(), parts.codecs(), parts.maxVoxels());
        this.models = models;
        this.store = store;
        this.run = new ModelRun(inference);
    }

    /** Whether the step is of this kind: its first input is a segmentation. */
    public boolean takes(WorkItem item) {
        return item.task().inputs().stream()
                .findFirst()
                .flatMap(index::find)
                .filter(Reference::isSegmentation)
                .isPresent();
    }

    @Override
    public Outcome perform(WorkItem item, Progress progress) throws Exception {
        var clock = new Stopwatch();
        try {
            ModelPackage model = models.version(item.task().model(), item.task().modelVersion());
            var tally = new QualityTally();
            List<String> references = item.task().inputs();
            for (int i = 0; i < references.size(); i++) {
                measure(model, reference(references.get(i)), new Part(progress, i, references.size()), tally);
            }
            clock.lap("infer");
            if (tally.cases() == 0) {
                return new Outcome.Impossible(String.join(" ", tally.leftOut()));
            }
            store.recordQuality(model, tally.quality(model.labels(), Instant.now()));
            return new Outcome.Done(List.of(), clock.laps());
        } catch (NotAVolume | UnusableModelException | InferenceException e) {
            return new Outcome.Impossible(e.getMessage());
        }
    }

    private Reference reference(String sopInstanceUid) throws IOException, NotAVolume {
        StoredInstance stored = index.find(sopInstanceUid)
                .orElseThrow(() -> new NotAVolume("A reference is not in the archive any more: " + sopInstanceUid));
        return Reference.read(stored, reader);
    }

    private void measure(ModelPackage model, Reference reference, Part progress, QualityTally tally)
            throws IOException, NotAVolume, InferenceException, LostInferenceException, InterruptedException {
        var found = inputs.of(model, reference.instance().studyInstanceUid(), reference.seriesUid());
        if (found instanceof Found channels) {
            tally.add(measure(model, reference, channels.images(), progress));
        } else if (found instanceof Incomplete incomplete) {
            LOG.log(Level.WARNING, "the reference {0} is left out: {1}", new Object[] {
                reference.instance().sopInstanceUid(), incomplete.why()
            });
            tally.leaveOut("Case " + progress.place() + ": " + incomplete.why());
        } else {
            throw new NotAVolume("The series of the reference is not in the archive: " + reference.seriesUid());
        }
    }

    private Map<Integer, Agreement> measure(
            ModelPackage model, Reference reference, List<List<String>> images, Part progress)
            throws IOException, NotAVolume, InferenceException, LostInferenceException, InterruptedException {
        var pairs = ReferenceSegment.pair(model.labels(), ReferenceSegment.of(reference.header()));
        if (pairs.isEmpty()) {
            throw new NotAVolume(
                    "No segment of the reference " + reference.instance().sopInstanceUid()
                            + " is a label of the model, neither by its codes nor by its name.");
        }
        List<SeriesVolume> channels = loader.load(images, progress.between(0, LOADED));
        LabelVolume found = run.run(model, channels, Wanted.LABELS, progress.between(LOADED, INFERRED))
                .labels();
        progress.at(INFERRED, "comparing");
        Layers layers = masks.read(reference.instance());
        if (!layers.geometry().equals(found.geometry())) {
            throw new NotAVolume("The reference " + reference.instance().sopInstanceUid()
                    + " does not lie on the voxels of "
                    + (channels.size() > 1 ? "the model's first channel." : "its series."));
        }
        return compare(found, layers, pairs);
    }

    private static Map<Integer, Agreement> compare(
            LabelVolume found, Layers layers, Map<Integer, ReferenceSegment> pairs) {
        VolumeGeometry geometry = found.geometry();
        var comparison = new Comparison(ModelRun.grid(geometry));
        var agreements = new HashMap<Integer, Agreement>();
        pairs.forEach((label, segment) -> agreements.put(
                label, comparison.compare(voxel -> found.label(voxel) == label, mask(layers, segment.number()))));
        return agreements;
    }

    private static IntPredicate mask(Layers layers, int segment) {
        List<LabelVolume> volumes = layers.volumes();
        LabelVolume volume = volumes.stream()
                .filter(layer -> layer.contains(segment))
                .findFirst()
                .orElse(volumes.get(0));
        return voxel -> volume.label(voxel) == segment;
    }

    /** The progress of one case of several. */
    private record Part(Progress whole, int number, int count) {
        String place() {
            return (number + 1) + " of " + count;
        }

        void at(double fraction, String step) throws InterruptedException {
            whole.at((number + fraction) / count, "case " + place() + ", " + step);
        }

        Progress between(double from, double to) {
            return (fraction, step) -> at(from + (to - from) * fraction, step);
        }
    }
}

package org.voxrelay.results;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.SeriesMetadata;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
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

/**
 * A step whose inputs are segmentations: the model runs on the series of each, and how well it agrees is kept beside the
 * model. Nothing is stored in the archive.
 */
public final class QualityPerformer implements Performer {
    private static final double LOADED = 0.3;
    private static final double INFERRED = 0.9;

    private final InstanceIndex index;
    private final InstanceReader reader;
    private final VolumeLoader loader;
    private final SegmentationMask masks;
    private final ModelRepository models;
    private final ModelStore store;
    private final ModelRun run;

    public QualityPerformer(Parts parts, ModelRepository models, ModelStore store, Inference inference) {
        this.index = parts.index();
        this.reader = parts.reader();
        this.loader = new VolumeLoader(parts.index(), parts.reader(), parts.codecs(), parts.maxVoxels());
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
                var part = new Part(progress, i, references.size());
                tally.add(measure(model, reference(references.get(i)), part));
            }
            clock.lap("infer");
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

    private Map<Integer, Agreement> measure(ModelPackage model, Reference reference, Part progress)
            throws IOException, NotAVolume, InferenceException, LostInferenceException, InterruptedException {
        var pairs = ReferenceSegment.pair(model.labels(), ReferenceSegment.of(reference.header()));
        if (pairs.isEmpty()) {
            throw new NotAVolume(
                    "No segment of the reference " + reference.instance().sopInstanceUid()
                            + " is a label of the model, neither by its codes nor by its name.");
        }
        SeriesVolume volume = loader.load(images(reference), progress.between(0, LOADED));
        LabelVolume found = run.run(model, List.of(volume), Wanted.LABELS, progress.between(LOADED, INFERRED))
                .labels();
        progress.at(INFERRED, "comparing");
        Layers layers = masks.read(reference.instance());
        if (!layers.geometry().equals(volume.geometry())) {
            throw new NotAVolume("The reference " + reference.instance().sopInstanceUid()
                    + " does not lie on the voxels of its series.");
        }
        return compare(found, layers, pairs);
    }

    private List<String> images(Reference reference) throws IOException, InterruptedException, NotAVolume {
        var images = new ArrayList<String>();
        Optional<SeriesMetadata> series =
                index.seriesMetadata(reference.instance().studyInstanceUid(), reference.seriesUid());
        if (series.isPresent()) {
            for (Attributes image : series.get().byInstance().values()) {
                if (image.contains(Tag.Rows) && !isLocalizer(image)) {
                    images.add(image.getString(Tag.SOPInstanceUID, ""));
                }
            }
        }
        if (images.isEmpty()) {
            throw new NotAVolume("The series of the reference is not in the archive: " + reference.seriesUid());
        }
        return images;
    }

    private static boolean isLocalizer(Attributes image) {
        return image.getStrings(Tag.ImageType).contains("LOCALIZER");
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
        void at(double fraction, String step) throws InterruptedException {
            whole.at((number + fraction) / count, "case " + (number + 1) + " of " + count + ", " + step);
        }

        Progress between(double from, double to) {
            return (fraction, step) -> at(from + (to - from) * fraction, step);
        }
    }
}

package org.voxrelay.results;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.dicom.seg.Layers;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.Inference.Wanted;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.LostInferenceException;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.quality.Agreement;
import org.voxrelay.inference.quality.Comparison;
import org.voxrelay.jobs.Performer.Progress;
import org.voxrelay.results.SegmentationPerformer.Parts;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.rules.ModelInputs;
import org.voxrelay.rules.ModelInputs.Result.Found;
import org.voxrelay.rules.ModelInputs.Result.Incomplete;

/** One case of a measurement: the model runs on the series of a reference, and what it finds is compared with that. */
final class ReferenceComparison {
    private static final double LOADED = 0.3;
    private static final double INFERRED = 0.9;

    private final InstanceIndex index;
    private final InstanceReader reader;
    private final ModelInputs inputs;
    private final ChannelLoader loader;
    private final SegmentationMask masks;
    private final ModelRun run;

    /** @param inputs which images the model is given for a case */
    ReferenceComparison(Parts parts, ModelInputs inputs, Inference inference) {
        this.index = parts.index();
        this.reader = parts.reader();
        this.inputs = inputs;
        this.loader = new ChannelLoader(
                parts.index(),
                new VolumeLoader(parts.index(), parts.reader(), parts.codecs(), parts.maxVoxels()),
                parts.maxVoxels());
        this.masks = new SegmentationMask(parts.index(), parts.reader(), parts.codecs(), parts.maxVoxels());
        this.run = new ModelRun(inference);
    }

    /**
     * Runs the model and compares.
     *
     * @param sopInstanceUid of the reference
     * @return by the number of the label; of those labels that the reference has
     * @throws NotAVolume if the reference or its images are to blame
     * @throws org.voxrelay.inference.UnsuitableVolumeException if the images are nothing for this model
     * @throws InferenceException if the model is to blame
     * @throws IOException if they cannot be read now
     */
    Map<Integer, Agreement> compare(ModelPackage model, String sopInstanceUid, Progress progress)
            throws IOException, NotAVolume, InferenceException, LostInferenceException, InterruptedException {
        try {
            Reference reference = reference(sopInstanceUid);
            return compare(model, reference, images(model, reference), progress);
        } catch (DicomStreamException e) {
            throw new NotAVolume("The reference or an image of its series was damaged after it was stored: "
                    + e.getMessage() + ". An administrator has to restore it from a backup.");
        }
    }

    private Reference reference(String sopInstanceUid) throws IOException, NotAVolume {
        var stored = index.find(sopInstanceUid)
                .orElseThrow(() -> new NotAVolume(
                        "The reference is not in the archive any more. Send it again, or measure without it."));
        return Reference.read(stored, reader);
    }

    private List<List<String>> images(ModelPackage model, Reference reference) throws NotAVolume {
        var found = inputs.of(model, reference.instance().studyInstanceUid(), reference.seriesUid());
        if (found instanceof Found channels) {
            return channels.images();
        } else if (found instanceof Incomplete incomplete) {
            throw new NotAVolume(incomplete.why());
        }
        throw new NotAVolume(
                "The series that the reference was made of is not in the archive, or not in the study of the"
                        + " reference. Send it, and measure again.");
    }

    private Map<Integer, Agreement> compare(
            ModelPackage model, Reference reference, List<List<String>> images, Progress progress)
            throws IOException, NotAVolume, InferenceException, LostInferenceException, InterruptedException {
        var pairs = ReferenceSegment.pair(model.labels(), ReferenceSegment.of(reference.header()));
        if (pairs.isEmpty()) {
            throw new NotAVolume(
                    "No segment of the reference is a label of the model, neither by its codes nor by its name.");
        }
        List<SeriesVolume> channels = loader.load(images, part(progress, 0, LOADED));
        requireSameSpace(reference, channels.get(0));
        LabelVolume found = run.run(model, channels, Wanted.LABELS, part(progress, LOADED, INFERRED))
                .labels();
        progress.at(INFERRED, "comparing");
        Layers layers = masks.read(reference.instance());
        if (!layers.geometry().equals(found.geometry())) {
            throw new NotAVolume("The reference does not lie on the voxels of "
                    + (channels.size() > 1 ? "the model's first channel." : "its series.")
                    + " Nothing is resampled: resample it first, or draw it there.");
        }
        return agreements(found, layers, pairs);
    }

    /** Equal positions in other spaces are other places (PS3.3 section C.7.4.1). Either may leave its space unsaid. */
    private static void requireSameSpace(Reference reference, SeriesVolume series) throws NotAVolume {
        String drawn = reference.header().getString(Tag.FrameOfReferenceUID, "");
        String taken = series.frameOfReferenceUid();
        if (!drawn.isEmpty() && !taken.isEmpty() && !drawn.equals(taken)) {
            throw new NotAVolume(
                    "The reference does not lie in the same space as its series: their Frame of Reference UIDs"
                            + " are not equal. Draw it on the images of the series, or register and resample it first.");
        }
    }

    private static Progress part(Progress whole, double from, double to) {
        return (fraction, step) -> whole.at(from + (to - from) * fraction, step);
    }

    private static Map<Integer, Agreement> agreements(
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
}

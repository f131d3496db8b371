package org.voxrelay.results;

import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.FractionalVolume;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.Inference.Wanted;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.LostInferenceException;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Point;
import org.voxrelay.inference.volume.Segmentation;
import org.voxrelay.inference.volume.Volume;
import org.voxrelay.jobs.Performer.Progress;

/** Runs a model on the series of its channels, between the two libraries' words for a grid. */
final class ModelRun {
    private final Inference inference;

    ModelRun(Inference inference) {
        this.inference = inference;
    }

    /**
     * @param progress told from 0 to 1
     */
    Found run(ModelPackage model, List<SeriesVolume> channels, Wanted wanted, Progress progress)
            throws InferenceException, LostInferenceException, InterruptedException {
        Segmentation found = inference.segment(
                model,
                channels.stream().map(ModelRun::volume).toList(),
                wanted,
                (part, step) -> tell(progress, part, step));
        VolumeGeometry geometry = channels.get(0).geometry();
        return new Found(
                new LabelVolume(geometry, found.labels().labels()),
                Optional.of(found.probabilities())
                        .filter(values -> !values.isEmpty())
                        .map(values -> new FractionalVolume(geometry, values)));
    }

    /** On the voxels of the first channel. */
    record Found(LabelVolume labels, Optional<FractionalVolume> probabilities) {}

    private static Volume volume(SeriesVolume series) {
        return new Volume(grid(series.geometry()), series.samples().duplicate());
    }

    /** An engine knows no interruption by words; it looks whether its thread is interrupted. */
    private static void tell(Progress progress, double fraction, String step) {
        try {
            progress.at(fraction, step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Grid grid(VolumeGeometry geometry) {
        return new Grid(
                point(geometry.origin()),
                point(geometry.xDirection()),
                point(geometry.yDirection()),
                point(geometry.zDirection()),
                geometry.xSpacingMm(),
                geometry.ySpacingMm(),
                geometry.zSpacingMm(),
                geometry.xSize(),
                geometry.ySize(),
                geometry.zSize());
    }

    private static Point point(Vec3 vector) {
        return new Point(vector.x(), vector.y(), vector.z());
    }
}

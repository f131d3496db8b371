package org.voxrelay.inference;

import java.util.List;
import org.voxrelay.inference.model.PostProcess;
import org.voxrelay.inference.model.PostProcess.FillHoles;
import org.voxrelay.inference.model.PostProcess.KeepBody;
import org.voxrelay.inference.model.PostProcess.KeepLargest;
import org.voxrelay.inference.model.PostProcess.RemoveFew;
import org.voxrelay.inference.model.PostProcess.RemoveSmall;
import org.voxrelay.inference.volume.BodyMask;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Regions;
import org.voxrelay.inference.volume.Volume;

/** The steps with labels on the grid of the series. */
final class PostProcessing {
    private PostProcessing() {}

    static void apply(List<PostProcess> steps, Volume volume, LabelVolume labels)
            throws InferenceException, InterruptedException {
        for (PostProcess step : steps) {
            apply(step, volume, labels);
            checkInterrupted();
        }
    }

    private static void apply(PostProcess step, Volume volume, LabelVolume labels) throws InferenceException {
        if (step instanceof KeepBody keep) {
            keepBody(keep, volume, labels);
        } else if (step instanceof KeepLargest largest) {
            new Regions(labels).apply(largest);
        } else if (step instanceof FillHoles fill) {
            new Regions(labels).apply(fill);
        } else if (step instanceof RemoveSmall small) {
            new Regions(labels).apply(small);
        } else if (step instanceof RemoveFew few) {
            new Regions(labels).apply(few);
        }
    }

    private static void keepBody(KeepBody keep, Volume volume, LabelVolume labels) throws InferenceException {
        BodyMask body = BodyMask.of(volume, keep);
        if (body.count() == 0) {
            throw new UnsuitableVolumeException("No body was found: nothing thicker than " + 2 * keep.partMm()
                    + " mm is denser than " + keep.aboveHu() + " HU.");
        }
        body.clearOutside(labels);
    }

    static void checkInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("segmentation was cancelled");
        }
    }
}

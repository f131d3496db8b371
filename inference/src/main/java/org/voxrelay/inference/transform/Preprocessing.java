package org.voxrelay.inference.transform;

import java.util.List;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.UnsuitableVolumeException;
import org.voxrelay.inference.model.Transform;
import org.voxrelay.inference.model.Transform.Clip;
import org.voxrelay.inference.model.Transform.CropForeground;
import org.voxrelay.inference.model.Transform.CropNonzero;
import org.voxrelay.inference.model.Transform.CropOrPad;
import org.voxrelay.inference.model.Transform.Normalize;
import org.voxrelay.inference.model.Transform.Orient;
import org.voxrelay.inference.model.Transform.Pad;
import org.voxrelay.inference.model.Transform.PadDivisible;
import org.voxrelay.inference.model.Transform.PerChannel;
import org.voxrelay.inference.model.Transform.Reorder;
import org.voxrelay.inference.model.Transform.Resample;
import org.voxrelay.inference.model.Transform.ScalePercentiles;
import org.voxrelay.inference.model.Transform.ScaleRange;
import org.voxrelay.inference.model.Transform.ScaleToRange;
import org.voxrelay.inference.model.Transform.ZScore;
import org.voxrelay.inference.volume.Volume;

/** Makes of a series what a network wants to see. */
public final class Preprocessing {
    private final List<Transform> steps;
    private final long maxVoxels;

    /** @param maxVoxels that a channel may have after resampling or padding */
    public Preprocessing(List<Transform> steps, long maxVoxels) {
        this.steps = List.copyOf(steps);
        this.maxVoxels = maxVoxels;
    }

    /**
     * @param volumes one a channel, all on one grid; read only
     * @throws InferenceException if a value is no number, or the grid would grow beyond the limit
     */
    public Workpiece apply(List<Volume> volumes) throws InferenceException, InterruptedException {
        var piece = new Workpiece(volumes);
        if (!piece.isFinite()) {
            throw new UnsuitableVolumeException("The series has values that are no numbers.");
        }
        for (Transform step : steps) {
            if (Thread.interrupted()) {
                throw new InterruptedException("segmentation was cancelled");
            }
            apply(step, piece);
        }
        piece.arrays(); // what follows reads single samples, and the volumes are the caller's
        return piece;
    }

    private void apply(Transform step, Workpiece piece) throws InferenceException {
        if (step instanceof Orient orient) {
            Orientation.of(piece.source(), orient.axes()).apply(piece);
        } else if (step instanceof Reorder reorder) {
            int[] order = reorder.order().stream().mapToInt(Integer::intValue).toArray();
            piece.orient(order, new boolean[3]);
        } else if (step instanceof Resample resample) {
            new Resampling(piece, resample).apply(maxVoxels);
        } else if (step instanceof CropForeground crop) {
            Foreground.crop(crop, piece);
        } else if (step instanceof CropNonzero) {
            Foreground.cropNonzero(piece);
        } else if (step instanceof Pad pad) {
            pad(piece, pad);
        } else if (step instanceof PadDivisible pad) {
            padDivisible(piece, pad);
        } else if (step instanceof CropOrPad middle) {
            middle(piece, middle);
        } else if (step instanceof PerChannel each) {
            for (int channel = 0; channel < piece.channelCount(); channel++) {
                for (Transform one : each.steps().get(channel)) {
                    changeValues(one, List.of(piece.arrays().get(channel)), piece);
                }
            }
        } else {
            changeValues(step, piece.arrays(), piece);
        }
    }

    private static void changeValues(Transform step, List<float[]> channels, Workpiece piece) {
        if (step instanceof ScaleToRange scale) {
            Intensities.apply(scale, channels);
        } else if (step instanceof ScalePercentiles scale) {
            Intensities.apply(scale, channels);
        } else if (step instanceof Normalize normalize) {
            Intensities.apply(normalize, channels);
        } else if (step instanceof ScaleRange scale) {
            channels.forEach(samples -> Intensities.apply(scale, samples));
        } else if (step instanceof Clip clip) {
            channels.forEach(samples -> Intensities.apply(clip, samples));
        } else if (step instanceof ZScore score) {
            channels.forEach(samples -> Intensities.apply(score, samples, piece.foreground()));
        } else {
            throw new IllegalStateException("a step that changes places within a channel: " + step);
        }
    }

    private void pad(Workpiece piece, Pad pad) throws InferenceException {
        int[] size = piece.networkSize();
        for (int axis = 0; axis < 3; axis++) {
            size[axis] = Math.max(size[axis], pad.leastSize().get(axis));
        }
        resize(piece, size, false);
    }

    private void padDivisible(Workpiece piece, PadDivisible pad) throws InferenceException {
        int[] size = piece.networkSize();
        for (int axis = 0; axis < 3; axis++) {
            int multiple = Math.max(1, pad.multiple().get(axis));
            size[axis] = (size[axis] + multiple - 1) / multiple * multiple;
        }
        resize(piece, size, false);
    }

    private void middle(Workpiece piece, CropOrPad middle) throws InferenceException {
        int[] size = piece.networkSize();
        for (int axis = 0; axis < 3; axis++) {
            size[axis] = middle.size().get(axis) > 0 ? middle.size().get(axis) : size[axis];
        }
        resize(piece, size, true);
    }

    /** Both sides alike; of an odd difference the high end gets more. */
    private void resize(Workpiece piece, int[] networkSize, boolean mayCut) throws InferenceException {
        if ((double) networkSize[0] * networkSize[1] * networkSize[2] > maxVoxels) {
            throw new UnsuitableVolumeException(
                    "Padded as the model needs it the series has more than " + maxVoxels + " voxels.");
        }
        int[] before = new int[3];
        int[] size = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            int series = piece.order[axis];
            size[series] = networkSize[axis];
            int difference = networkSize[axis] - piece.size[series];
            if (difference < 0 && !mayCut) {
                throw new IllegalStateException("padding never cuts");
            }
            // MONAI centres a cut at size / 2 and pads half of the difference in front.
            before[series] = difference < 0 ? piece.size[series] / 2 - networkSize[axis] / 2 : -(difference / 2);
        }
        piece.window(before, size);
    }
}

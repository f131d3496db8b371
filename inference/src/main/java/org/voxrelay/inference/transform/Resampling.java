package org.voxrelay.inference.transform;

import java.util.Arrays;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.UnsuitableVolumeException;
import org.voxrelay.inference.model.Transform.Alignment;
import org.voxrelay.inference.model.Transform.Interpolation;
import org.voxrelay.inference.model.Transform.Resample;

/** Brings a workpiece to the spacing that a network was trained with. */
final class Resampling {
    private static final double SAME = 1e-6;

    private final Workpiece piece;
    private final Resample wanted;
    /** By axis of the series. */
    private final double[] spacing = new double[3];

    private final int[] newSize = new int[3];
    private final int coarseAxis;
    private final int coarseAxisBack;

    Resampling(Workpiece piece, Resample wanted) {
        this.piece = piece;
        this.wanted = wanted;
        for (int axis = 0; axis < 3; axis++) {
            double mm = wanted.spacingMm().get(axis);
            spacing[piece.order[axis]] = mm > 0 ? mm : piece.spacingMm[piece.order[axis]];
        }
        for (int axis = 0; axis < 3; axis++) {
            double ratio = piece.spacingMm[axis] / spacing[axis];
            newSize[axis] = wanted.alignment() == Alignment.CENTRES
                    ? (int) Math.rint((piece.size[axis] - 1) * ratio + 1)
                    : (int) Math.rint(piece.size[axis] * ratio);
        }
        coarseAxis = coarseAxis(piece.spacingMm, spacing);
        coarseAxisBack = coarseAxis(spacing, piece.spacingMm);
    }

    /** nnU-Net's rule: the one axis whose spacing is far larger than the others', in the old grid or else in the new. */
    private int coarseAxis(double[] from, double[] to) {
        if (wanted.separateAbove().isEmpty()) {
            return -1;
        }
        double limit = wanted.separateAbove().get();
        double[] decides = ratio(from) > limit ? from : to;
        double most = Arrays.stream(decides).max().orElseThrow();
        boolean single = Arrays.stream(decides).filter(mm -> mm == most).count() == 1;
        if (ratio(decides) <= limit || !single) {
            return -1;
        }
        return decides[0] == most ? 0 : decides[1] == most ? 1 : 2;
    }

    private static double ratio(double[] spacing) {
        return Arrays.stream(spacing).max().orElseThrow()
                / Arrays.stream(spacing).min().orElseThrow();
    }

    void apply(long maxVoxels) throws InferenceException {
        long count = 1;
        for (int axis = 0; axis < 3; axis++) {
            newSize[axis] = Math.max(1, newSize[axis]);
            count *= newSize[axis];
            if (count > maxVoxels) {
                throw new UnsuitableVolumeException("At the spacing that the model needs (" + wanted.spacingMm()
                        + " mm) the series has more than " + maxVoxels + " voxels.");
            }
        }
        notePaths();
        if (!isSame()) {
            Kernel[] kernels = {kernel(0), kernel(1), kernel(2)};
            piece.replaceChannels(samples -> resample(samples, kernels));
        }
        System.arraycopy(newSize, 0, piece.size, 0, 3);
        System.arraycopy(spacing, 0, piece.spacingMm, 0, 3);
    }

    private boolean isSame() {
        boolean sameSpacing = true;
        for (int axis = 0; axis < 3; axis++) {
            sameSpacing &= Math.abs(piece.spacingMm[axis] / spacing[axis] - 1) < SAME;
        }
        return Arrays.equals(newSize, piece.size) && (sameSpacing || wanted.alignment() == Alignment.EDGES);
    }

    private void notePaths() {
        for (int axis = 0; axis < 3; axis++) {
            double factor = 1 / step(axis);
            double shift = wanted.alignment() == Alignment.CENTRES ? 0 : 0.5 * factor - 0.5;
            boolean unchanged = Math.abs(factor - 1) < SAME && newSize[axis] == piece.size[axis];
            if (!unchanged) {
                Interpolation back = axis == coarseAxisBack ? Interpolation.NEAREST : wanted.back();
                piece.paths[axis].scale(factor, shift, newSize[axis], rounding(back));
            }
        }
    }

    /** PyTorch rounds a half to the even number, scipy upwards. */
    private AxisPath.Rounding rounding(Interpolation back) {
        if (back != Interpolation.NEAREST) {
            return AxisPath.Rounding.NONE;
        }
        return wanted.alignment() == Alignment.CENTRES ? AxisPath.Rounding.HALF_EVEN : AxisPath.Rounding.HALF_UP;
    }

    /** Old voxels from one new voxel to the next. */
    private double step(int axis) {
        return wanted.alignment() == Alignment.CENTRES
                ? spacing[axis] / piece.spacingMm[axis]
                : (double) piece.size[axis] / newSize[axis];
    }

    private Interpolation interpolation(int axis) {
        return axis == coarseAxis ? Interpolation.NEAREST : wanted.interpolation();
    }

    private Kernel kernel(int axis) {
        double step = step(axis);
        double shift = wanted.alignment() == Alignment.CENTRES ? 0 : 0.5 * step - 0.5;
        double[] at = new double[newSize[axis]];
        for (int i = 0; i < at.length; i++) {
            if (piece.flipped[axis]) {
                at[i] = piece.size[axis] - 1 - ((newSize[axis] - 1 - i) * step + shift);
            } else {
                at[i] = i * step + shift;
            }
        }
        return Kernel.of(at, piece.size[axis], interpolation(axis));
    }

    private float[] resample(Samples samples, Kernel[] kernels) {
        var resampler = new Resampler(kernels[0], kernels[1], kernels[2]);
        if (wanted.interpolation() != Interpolation.CUBIC) {
            return resampler.resample(samples, piece.size[1], piece.size[2]);
        }
        boolean[] spline = new boolean[3];
        for (int axis = 0; axis < 3; axis++) {
            spline[axis] = interpolation(axis) == Interpolation.CUBIC;
        }
        float[] all = samples.array();
        var coefficients = new Samples.OfArray(SplineCoefficients.of(all, piece.size, spline));
        int margin = 2 * Kernel.SPLINE_MARGIN;
        float[] result = resampler.resample(
                coefficients, piece.size[1] + (spline[1] ? margin : 0), piece.size[2] + (spline[2] ? margin : 0));
        new RangeLimit(all, piece.size, coarseAxis).apply(result, newSize, kernels);
        return result;
    }
}

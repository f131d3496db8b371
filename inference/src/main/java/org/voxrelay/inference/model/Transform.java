package org.voxrelay.inference.model;

import java.util.List;
import java.util.Optional;

/**
 * A step between the series and the network, in the order of the package. Lists of three are in the order of the network's
 * axes. Sums are made as MONAI and nnU-Net make them, so that weights trained there see what they know.
 */
public sealed interface Transform {
    /** How samples between voxels are computed. */
    enum Interpolation {
        NEAREST,
        LINEAR,
        /** Cubic B-spline through the samples, edges continued; the result is kept within the samples' range. */
        CUBIC
    }

    /** What stays where it is when a grid gets another spacing. */
    enum Alignment {
        /** The centre of the first voxel; the spacing is exact (MONAI). */
        CENTRES,
        /** The outer edges; the spacing is nearly exact (nnU-Net). */
        EDGES
    }

    /** @param axes towards which side of the patient the indices grow, for example RAS: right, anterior, superior */
    record Orient(String axes) implements Transform {}

    /** @param order which axis of the series, as stored (0 z, 1 y, 2 x), each axis of the network is */
    record Reorder(List<Integer> order) implements Transform {
        public Reorder {
            order = List.copyOf(order);
        }
    }

    /**
     * @param spacingMm of the network's axes; 0 leaves the series'
     * @param interpolation of the samples
     * @param back of the scores, on the way back
     * @param separateAbove with a ratio of the largest to the smallest spacing above this, before or after, the coarse
     *     axis is resampled by the nearest plane; nnU-Net's anisotropy threshold
     */
    record Resample(
            List<Double> spacingMm,
            Interpolation interpolation,
            Interpolation back,
            Alignment alignment,
            Optional<Double> separateAbove)
            implements Transform {
        public Resample {
            spacingMm = List.copyOf(spacingMm);
        }
    }

    /** From a range to another, linearly; MONAI's ScaleIntensityRange. */
    record ScaleRange(double from, double to, double newFrom, double newTo, boolean clip) implements Transform {}

    /** From the range that is there to another; MONAI's ScaleIntensity. */
    record ScaleToRange(double newFrom, double newTo, boolean channelWise) implements Transform {}

    /** From the range between two percentiles to another; MONAI's ScaleIntensityRangePercentiles. */
    record ScalePercentiles(double lower, double upper, double newFrom, double newTo, boolean clip, boolean channelWise)
            implements Transform {}

    /** Subtracts and divides; what is not given is the mean and the standard deviation. MONAI's NormalizeIntensity. */
    record Normalize(Optional<Double> subtract, Optional<Double> divide, boolean nonzero, boolean channelWise)
            implements Transform {}

    /** Mean 0, deviation 1; within the foreground of the crop only, if so said. nnU-Net's ZScoreNormalization. */
    record ZScore(boolean foregroundOnly) implements Transform {}

    /** Values outside are set to the nearest limit. */
    record Clip(double least, double most) implements Transform {}

    /** One step for each channel; nnU-Net normalises so. An empty one leaves the channel as it is. */
    record PerChannel(List<List<Transform>> steps) implements Transform {
        public PerChannel {
            steps = steps.stream().map(List::copyOf).toList();
        }
    }

    /**
     * To the smallest box that holds all values above a limit in any channel; MONAI's CropForeground.
     *
     * @param beyondEdges the margin is kept where the volume ends, filled with zeros
     */
    record CropForeground(double above, int marginVoxels, boolean beyondEdges) implements Transform {}

    /** To the smallest box that holds all values that are not 0 in any channel; what it encloses is foreground. */
    record CropNonzero() implements Transform {}

    /** Zeros on both sides until the size is reached; MONAI's SpatialPad. */
    record Pad(List<Integer> leastSize) implements Transform {
        public Pad {
            leastSize = List.copyOf(leastSize);
        }
    }

    /** Zeros on both sides until each size is a multiple; MONAI's DivisiblePad. */
    record PadDivisible(List<Integer> multiple) implements Transform {
        public PadDivisible {
            multiple = List.copyOf(multiple);
        }
    }

    /** The middle, cut or padded to a size; MONAI's ResizeWithPadOrCrop. */
    record CropOrPad(List<Integer> size) implements Transform {
        public CropOrPad {
            size = List.copyOf(size);
        }
    }
}

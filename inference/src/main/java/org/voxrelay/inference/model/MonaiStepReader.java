package org.voxrelay.inference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.inference.model.Transform.Alignment;
import org.voxrelay.inference.model.Transform.Interpolation;

/** MONAI's transforms before the network, as ours. */
final class MonaiStepReader {
    /** They load, name or convert, which is done already. */
    private static final Set<String> DONE = Set.of(
            "LoadImage",
            "EnsureChannelFirst",
            "AddChannel",
            "EnsureType",
            "ToTensor",
            "CastToType",
            "ConcatItems",
            "ToDevice",
            "Identity");

    private final List<String> faults;

    MonaiStepReader(List<String> faults) {
        this.faults = faults;
    }

    /** @param back how the scores are brought back */
    List<Transform> read(List<BundleStep> steps, Interpolation back) {
        List<Transform> transforms = new ArrayList<>();
        for (BundleStep step : steps) {
            if (!DONE.contains(step.kind())) {
                transform(step, back).ifPresent(transforms::add);
                step.rejectTheRest();
            }
        }
        if (transforms.stream()
                        .filter(step -> step instanceof Transform.Resample)
                        .count()
                > 1) {
            faults.add("a volume can be resampled once only");
        }
        return transforms;
    }

    private Optional<Transform> transform(BundleStep step, Interpolation back) {
        return switch (step.kind()) {
            case "Orientation" -> Optional.of(new Transform.Orient(axes(step)));
            case "Spacing" -> Optional.of(spacing(step, back));
            case "ScaleIntensityRange" ->
                Optional.of(new Transform.ScaleRange(
                        step.number("a_min", 0),
                        step.number("a_max", 1),
                        step.number("b_min", 0),
                        step.number("b_max", 1),
                        step.flag("clip", false)));
            case "ScaleIntensity" -> Optional.of(scale(step));
            case "ScaleIntensityRangePercentiles" -> Optional.of(percentiles(step));
            case "NormalizeIntensity" ->
                Optional.of(new Transform.Normalize(
                        step.optional("subtrahend"),
                        step.optional("divisor"),
                        step.flag("nonzero", false),
                        step.flag("channel_wise", false)));
            case "CropForeground" -> Optional.of(crop(step));
            case "SpatialPad" -> Optional.of(pad(step));
            case "DivisiblePad" -> Optional.of(divisible(step));
            case "ResizeWithPadOrCrop" -> Optional.of(cropOrPad(step));
            default -> unknown(step);
        };
    }

    private Optional<Transform> unknown(BundleStep step) {
        faults.add("the transform '" + step.kind() + "' before the network is not supported");
        return Optional.empty();
    }

    private String axes(BundleStep step) {
        step.ignore("labels", "as_closest_canonical");
        String axes = step.flag("as_closest_canonical", false) ? "RAS" : step.text("axcodes", "RAS");
        if (!Axes.areUsable(axes)) {
            faults.add("Orientation's axcodes '" + axes + "' are not three sides of the patient");
            return "RAS";
        }
        return axes;
    }

    private Transform spacing(BundleStep step, Interpolation back) {
        String mode = step.text("mode", "bilinear");
        step.only("mode", "bilinear", "nearest");
        step.only("padding_mode", "border");
        step.only("diagonal", "false");
        step.only("align_corners", "false", "true");
        step.only("scale_extent", "false");
        step.ignore("recompute_affine");
        return new Transform.Resample(
                step.three("pixdim", 1),
                mode.equals("nearest") ? Interpolation.NEAREST : Interpolation.LINEAR,
                back,
                Alignment.CENTRES,
                Optional.empty());
    }

    private Transform scale(BundleStep step) {
        if (step.has("factor")) {
            faults.add("ScaleIntensity with factor is not supported");
        }
        return new Transform.ScaleToRange(
                step.number("minv", 0), step.number("maxv", 1), step.flag("channel_wise", false));
    }

    private Transform percentiles(BundleStep step) {
        double lower = step.number("lower", 0);
        double upper = step.number("upper", 100);
        double newFrom = step.number("b_min", 0);
        double newTo = step.number("b_max", 1);
        if (step.flag("relative", false)) {
            double width = newTo - newFrom;
            newTo = newFrom + width * upper / 100;
            newFrom = newFrom + width * lower / 100;
        }
        return new Transform.ScalePercentiles(
                lower, upper, newFrom, newTo, step.flag("clip", false), step.flag("channel_wise", false));
    }

    private Transform crop(BundleStep step) {
        step.only("k_divisible", "1");
        step.only("mode", "constant");
        step.ignore("source_key", "start_coord_key", "end_coord_key");
        if (step.has("select_fn") || step.has("channel_indices")) {
            faults.add("CropForeground with select_fn or channel_indices is not supported");
        }
        return new Transform.CropForeground(0, (int) step.number("margin", 0), !step.flag("allow_smaller", false));
    }

    private Transform pad(BundleStep step) {
        step.only("method", "symmetric");
        step.only("mode", "constant");
        return new Transform.Pad(step.threeWhole("spatial_size", 0));
    }

    private Transform divisible(BundleStep step) {
        step.only("method", "symmetric");
        step.only("mode", "constant");
        return new Transform.PadDivisible(step.threeWhole("k", 1));
    }

    private Transform cropOrPad(BundleStep step) {
        step.only("method", "symmetric");
        step.only("mode", "constant");
        return new Transform.CropOrPad(step.threeWhole("spatial_size", 0));
    }
}

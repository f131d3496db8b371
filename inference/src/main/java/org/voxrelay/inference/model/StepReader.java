package org.voxrelay.inference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.inference.model.Transform.Alignment;
import org.voxrelay.inference.model.Transform.Interpolation;

/** Reads the steps of {@code model.json} before and after the network. */
final class StepReader {
    private static final double FAR = 1e9;
    private static final int MOST = 10_000;

    private final List<String> faults;

    StepReader(List<String> faults) {
        this.faults = faults;
    }

    List<Transform> transforms(List<JsonFields> described) {
        List<Transform> steps = new ArrayList<>();
        for (JsonFields step : described) {
            transform(step).ifPresent(steps::add);
        }
        if (steps.stream().filter(step -> step instanceof Transform.Resample).count() > 1) {
            faults.add("a volume can be resampled once only");
        }
        return steps;
    }

    private Optional<Transform> transform(JsonFields step) {
        String kind = step.text("step");
        Transform known = switch (kind) {
            case "orient" -> new Transform.Orient(axes(step));
            case "resample" ->
                new Transform.Resample(
                        step.numbers("spacingMm", 3, 0, 1000),
                        step.choice("interpolation", Interpolation.class, Interpolation.LINEAR),
                        step.choice("back", Interpolation.class, Interpolation.LINEAR),
                        step.choice("alignment", Alignment.class, Alignment.CENTRES),
                        step.has("separateAbove")
                                ? Optional.of(step.number("separateAbove", 1, 1000))
                                : Optional.empty());
            case "scaleRange" ->
                new Transform.ScaleRange(
                        step.number("from", -FAR, FAR),
                        step.number("to", -FAR, FAR),
                        step.number("newFrom", -FAR, FAR),
                        step.number("newTo", -FAR, FAR),
                        step.flag("clip", false));
            case "scaleToRange" ->
                new Transform.ScaleToRange(
                        step.number("newFrom", -FAR, FAR),
                        step.number("newTo", -FAR, FAR),
                        step.flag("channelWise", false));
            case "scalePercentiles" ->
                new Transform.ScalePercentiles(
                        step.number("lower", 0, 100),
                        step.number("upper", 0, 100),
                        step.number("newFrom", -FAR, FAR),
                        step.number("newTo", -FAR, FAR),
                        step.flag("clip", false),
                        step.flag("channelWise", false));
            case "normalize" ->
                new Transform.Normalize(
                        optional(step, "subtract"),
                        optional(step, "divide"),
                        step.flag("nonzero", false),
                        step.flag("channelWise", false));
            case "zScore" -> new Transform.ZScore(step.flag("foregroundOnly", false));
            case "clip" -> new Transform.Clip(step.number("least", -FAR, FAR), step.number("most", -FAR, FAR));
            case "cropForeground" ->
                new Transform.CropForeground(
                        step.number("above", -FAR, FAR),
                        step.integer("marginVoxels", 0, MOST),
                        step.flag("beyondEdges", false));
            case "cropNonzero" -> new Transform.CropNonzero();
            case "pad" -> new Transform.Pad(list(step.integers("leastSize", 3, 0, MOST)));
            case "padDivisible" -> new Transform.PadDivisible(list(step.integers("multiple", 3, 1, MOST)));
            case "cropOrPad" -> new Transform.CropOrPad(list(step.integers("size", 3, 0, MOST)));
            default -> null;
        };
        if (known == null) {
            faults.add("there is no pre-processing step '" + kind + "'");
        }
        return Optional.ofNullable(known);
    }

    private String axes(JsonFields step) {
        String axes = step.text("axes");
        if (!Axes.areUsable(axes)) {
            faults.add(step.path() + "axes must be three letters of R or L, A or P, S or I, for example RAS");
            return "RAS";
        }
        return axes;
    }

    private static Optional<Double> optional(JsonFields step, String field) {
        return step.has(field) ? Optional.of(step.number(field, -FAR, FAR)) : Optional.empty();
    }

    private static List<Integer> list(int[] numbers) {
        return List.of(numbers[0], numbers[1], numbers[2]);
    }

    List<PostProcess> postProcess(List<JsonFields> described) {
        List<PostProcess> steps = new ArrayList<>();
        for (JsonFields step : described) {
            postProcess(step).ifPresent(steps::add);
        }
        return steps;
    }

    private Optional<PostProcess> postProcess(JsonFields step) {
        String kind = step.text("step");
        List<Integer> labels = step.has("labels") ? step.integers("labels", 1, LabelNumbers.MOST) : List.of();
        boolean corners = step.flag("corners", true);
        PostProcess known = switch (kind) {
            case "keepBody" ->
                new PostProcess.KeepBody(
                        step.number("aboveHu", -2000, 4000),
                        step.number("edgeHu", -2000, 4000),
                        step.number("partMm", 0, 50),
                        step.number("restoreMm", 0, 50));
            case "keepLargest" -> new PostProcess.KeepLargest(labels, step.flag("together", false), corners);
            case "fillHoles" -> new PostProcess.FillHoles(labels, corners);
            case "removeSmall" -> new PostProcess.RemoveSmall(labels, step.number("leastMm3", 0, FAR), corners);
            case "removeFew" -> new PostProcess.RemoveFew(labels, step.integer("leastVoxels", 0, 1 << 30), corners);
            default -> null;
        };
        if (known == null) {
            faults.add("there is no post-processing step '" + kind + "'");
        }
        return Optional.ofNullable(known);
    }
}

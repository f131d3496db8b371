package org.voxrelay.inference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.voxrelay.inference.model.Transform.Interpolation;

/** MONAI's transforms after the network: what the scores are, how they go back, what is done with labels. */
final class MonaiPostReader {
    private static final Set<String> DONE =
            Set.of("SaveImage", "EnsureType", "ToTensor", "CastToType", "ToDevice", "Identity", "DeleteItems");

    private final List<String> faults;
    private final List<PostProcess> postProcess = new ArrayList<>();
    private boolean softmax;
    private boolean sigmoid;
    private boolean discrete;
    private boolean thresholded;
    private boolean inverted;
    private boolean cleanedBeforeInverse;
    private double threshold = 0.5;
    private Interpolation back = Interpolation.NEAREST;

    MonaiPostReader(List<BundleStep> steps, List<String> faults) {
        this.faults = faults;
        for (BundleStep step : steps) {
            if (!DONE.contains(step.kind())) {
                read(step);
                step.rejectTheRest();
            }
        }
        if (!discrete) {
            faults.add("the transforms after the network have no AsDiscrete, so there are no labels");
        }
    }

    private void read(BundleStep step) {
        switch (step.kind()) {
            case "Activations" -> {
                softmax = step.flag("softmax", false);
                sigmoid = step.flag("sigmoid", false);
                step.ignore("dim");
            }
            case "Invert" -> {
                inverted = true;
                boolean nearest = step.flag("nearest_interp", true) || discrete;
                back = nearest ? Interpolation.NEAREST : Interpolation.LINEAR;
                step.ignore("transform", "orig_keys", "orig_meta_keys", "post_func", "num_workers");
            }
            case "AsDiscrete" -> {
                discrete = true;
                thresholded = step.has("threshold");
                threshold = step.number("threshold", 0.5);
                step.ignore("argmax", "to_onehot", "dim", "keepdim");
            }
            case "KeepLargestConnectedComponent" -> {
                step.only("num_components", "1");
                step.ignore("is_onehot");
                keep(new PostProcess.KeepLargest(
                        step.wholeNumbers("applied_labels"),
                        !step.flag("independent", true),
                        step.number("connectivity", 3) > 1));
            }
            case "FillHoles" ->
                keep(new PostProcess.FillHoles(
                        step.wholeNumbers("applied_labels"), step.number("connectivity", 3) > 1));
            case "RemoveSmallObjects" -> {
                step.only("by_measure", "false");
                step.ignore("independent_channels", "pixdim");
                keep(new PostProcess.RemoveFew(
                        List.of(), (int) step.number("min_size", 64), step.number("connectivity", 1) > 1));
            }
            default -> faults.add("the transform '" + step.kind() + "' after the network is not supported");
        }
    }

    private void keep(PostProcess step) {
        postProcess.add(step);
        cleanedBeforeInverse |= !inverted;
    }

    /** Cleaning before the way back is another thing than after it, if there was resampling. */
    void checkOrder(boolean resampled) {
        if (inverted && resampled && cleanedBeforeInverse) {
            faults.add("cleaning of labels before Invert is not supported; put it after Invert");
        }
    }

    /** MONAI takes each of several labels for one object then, however many parts it has. */
    void checkLabels(int count) {
        if (count > 1 && postProcess.stream().anyMatch(step -> step instanceof PostProcess.RemoveFew)) {
            faults.add("RemoveSmallObjects on more than one label is not supported");
        }
    }

    Interpolation back() {
        return back;
    }

    boolean isSoftmax() {
        return softmax;
    }

    boolean isSigmoid() {
        return sigmoid;
    }

    double threshold() {
        return threshold;
    }

    boolean isOverlapping() {
        return thresholded || sigmoid;
    }

    List<PostProcess> postProcess() {
        return postProcess;
    }
}

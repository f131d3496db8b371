package org.voxrelay.inference.model;

import java.util.List;

/** What is done with the labels that the graph gave, in the order of {@code model.json}. */
public sealed interface PostProcess {
    /**
     * Labels outside the patient become 0; see {@link org.voxrelay.inference.volume.BodyMask}.
     *
     * @param aboveHu voxels with more may be body
     * @param edgeHu voxels with less are body only if body encloses them: the blurred edge of the skin is no gas
     * @param partMm structures thinner than twice this are parted from the body (table, cables)
     * @param restoreMm how far the body grows back after that
     */
    record KeepBody(double aboveHu, double edgeHu, double partMm, double restoreMm) implements PostProcess {}

    /**
     * Of each label only its largest component stays; MONAI's KeepLargestConnectedComponent.
     *
     * @param labels numbers; empty for all
     * @param together all labels count as one thing
     * @param corners voxels that share a corner are neighbours, not only those that share a face
     */
    record KeepLargest(List<Integer> labels, boolean together, boolean corners) implements PostProcess {
        public KeepLargest {
            labels = List.copyOf(labels);
        }
    }

    /** What a label encloses becomes that label; MONAI's FillHoles. */
    record FillHoles(List<Integer> labels, boolean corners) implements PostProcess {
        public FillHoles {
            labels = List.copyOf(labels);
        }
    }

    /** Components of less than so many cubic millimetres become 0. */
    record RemoveSmall(List<Integer> labels, double leastMm3, boolean corners) implements PostProcess {
        public RemoveSmall {
            labels = List.copyOf(labels);
        }
    }

    /** Components of less than so many voxels become 0; MONAI's RemoveSmallObjects. */
    record RemoveFew(List<Integer> labels, int leastVoxels, boolean corners) implements PostProcess {
        public RemoveFew {
            labels = List.copyOf(labels);
        }
    }
}

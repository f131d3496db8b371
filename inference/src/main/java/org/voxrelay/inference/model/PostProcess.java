package org.voxrelay.inference.model;

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
}

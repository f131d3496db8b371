package org.voxrelay.inference.model;

/** What is done with the labels that the graph gave, in the order of {@code model.json}. */
public sealed interface PostProcess {
    /**
     * Labels outside the patient become 0; see {@link org.voxrelay.inference.volume.BodyMask}.
     *
     * @param aboveHu voxels with more may be body
     * @param partMm structures thinner than twice this are parted from the body (table, cables)
     * @param restoreMm how far the body grows back after that
     */
    record KeepBody(double aboveHu, double partMm, double restoreMm) implements PostProcess {}
}

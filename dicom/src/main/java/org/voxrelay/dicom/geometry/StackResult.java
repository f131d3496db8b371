package org.voxrelay.dicom.geometry;

import java.util.List;

/** Whether images make a volume. */
public sealed interface StackResult {
    /**
     * They do.
     *
     * @param geometry the common grid; its z grows along the images' normal
     * @param order for each z the index of its image in the list that was given
     */
    record Stacked(VolumeGeometry geometry, List<Integer> order) implements StackResult {
        public Stacked {
            order = List.copyOf(order);
        }
    }

    /** They do not. {@code detail} is a sentence for the person at the scanner and names no patient. */
    record NotAStack(Reason reason, String detail) implements StackResult {
        /** Why images are not a volume. */
        public enum Reason {
            TOO_FEW_SLICES,
            GANTRY_TILT,
            DUPLICATE_POSITIONS,
            MISSING_SLICES,
            UNEVEN_SPACING,
            MIXED_ORIENTATION,
            MIXED_SIZE_OR_SPACING,
            BAD_GEOMETRY
        }
    }
}

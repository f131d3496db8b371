package org.voxrelay.inference.volume;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a model says of a volume.
 *
 * @param probabilities for each label of the model, in its order: unsigned bytes [z][y][x], 255 for certain; they belong to
 *     the receiver. Empty where they were not asked for
 */
public record Segmentation(LabelVolume labels, List<ByteBuffer> probabilities) {
    /** @throws IllegalArgumentException unless each label has one byte a voxel */
    public Segmentation {
        probabilities = List.copyOf(probabilities);
        for (ByteBuffer values : probabilities) {
            if (values.capacity() != labels.grid().count()) {
                throw new IllegalArgumentException(values.capacity() + " probabilities for "
                        + labels.grid().count() + " voxels");
            }
        }
    }
}

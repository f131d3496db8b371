package org.voxrelay.dicom.seg;

import java.util.List;
import org.voxrelay.dicom.derived.Algorithm;
import org.voxrelay.dicom.derived.Equipment;
import org.voxrelay.dicom.derived.Identity;

/**
 * Everything in a segmentation object that does not come from the images or the labels.
 *
 * @param contentLabel at most 16 upper case letters, digits, spaces and underscores
 * @param contentDescription at most 64 characters
 * @param segments numbered 1, 2, 3 ... in this order
 */
public record SegDescription(
        Identity identity,
        Equipment equipment,
        Algorithm algorithm,
        String contentLabel,
        String contentDescription,
        List<Segment> segments) {
    /** Segment Number is of 16 bits. */
    private static final int MOST_SEGMENTS = 65535;

    /** @throws IllegalArgumentException if there is no segment, or the numbers are not 1, 2, 3 ... up to 65535 */
    public SegDescription {
        segments = List.copyOf(segments);
        if (segments.isEmpty() || segments.size() > MOST_SEGMENTS) {
            throw new IllegalArgumentException(segments.size() + " segments");
        }
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).number() != i + 1) {
                throw new IllegalArgumentException("segments are numbered 1, 2, 3 ...");
            }
        }
    }
}

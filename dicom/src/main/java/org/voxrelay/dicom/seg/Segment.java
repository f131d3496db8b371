package org.voxrelay.dicom.seg;

import java.util.Optional;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.data.Uid;

/**
 * What one segment means (PS3.3 C.8.20.4.1).
 *
 * @param number 1 or more; the voxels with this label belong to it
 * @param label for people, at most 64 characters
 * @param category kind of property (PS3.16 CID 7150), for instance Tissue
 * @param type the property itself (PS3.16 CID 7151)
 * @param anatomicRegion where, if the type does not say so
 * @param side left or right (PS3.16 CID 244); of the region if there is one, else of the type
 * @param trackingId text that follows the same finding through objects and time
 */
public record Segment(
        int number,
        String label,
        Code category,
        Code type,
        Optional<Code> anatomicRegion,
        Optional<Code> side,
        Rgb colour,
        String trackingId,
        Uid trackingUid) {}

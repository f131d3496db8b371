package org.voxrelay.dicom.image;

import java.util.function.DoubleUnaryOperator;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.pixel.PixelException;

/** From stored values to values with a meaning: a line or a table (PS3.3 C.11.1, C.7.6.16.2.9). */
final class ModalityTransform {
    private ModalityTransform() {}

    static DoubleUnaryOperator of(Attributes image, FrameGroups groups, int frame, boolean signed)
            throws PixelException {
        Attributes item =
                groups.find(frame, Tag.PixelValueTransformationSequence).orElse(image);
        Attributes table = item.getItem(Tag.ModalityLUTSequence).orElse(null);
        if (table != null) {
            return LookupTable.of(table, signed)::get;
        }
        double slope = item.getDouble(Tag.RescaleSlope, 1);
        double intercept = item.getDouble(Tag.RescaleIntercept, 0);
        boolean usable = Double.isFinite(slope) && Double.isFinite(intercept) && slope != 0;
        return usable ? stored -> stored * slope + intercept : stored -> stored;
    }
}

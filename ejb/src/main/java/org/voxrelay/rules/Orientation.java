package org.voxrelay.rules;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** How an image lies in the patient, by the axis that its normal is closest to (PS3.3 section C.7.6.2.1.1). */
public enum Orientation {
    ANY,
    SAGITTAL,
    CORONAL,
    AXIAL;

    /** ANY if the image does not say. */
    static Orientation of(Attributes image) {
        double[] cosines = image.getDoubles(Tag.ImageOrientationPatient);
        if (cosines.length != 6) {
            return ANY;
        }
        double x = Math.abs(cosines[1] * cosines[5] - cosines[2] * cosines[4]);
        double y = Math.abs(cosines[2] * cosines[3] - cosines[0] * cosines[5]);
        double z = Math.abs(cosines[0] * cosines[4] - cosines[1] * cosines[3]);
        if (!(x + y + z > 0)) {
            return ANY;
        }
        if (z >= x && z >= y) {
            return AXIAL;
        }
        return x >= y ? SAGITTAL : CORONAL;
    }
}

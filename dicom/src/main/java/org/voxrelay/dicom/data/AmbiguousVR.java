package org.voxrelay.dicom.data;

import java.util.Optional;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;

/** The VR of a tag where neither the stream nor the caller says it (PS3.5 section A.1 and Annex A.1 notes). */
public final class AmbiguousVR {
    private AmbiguousVR() {}

    /** @return the dictionary's VR; of "US or SS" the one that Pixel Representation here or in a data set around asks for */
    public static VR resolve(int tag, Attributes context) {
        VR vr = ElementDictionary.vrOf(tag);
        if (vr != VR.US) {
            return vr;
        }
        boolean ambiguous = ElementDictionary.find(tag)
                .filter(entry -> entry.vrs().contains(VR.SS))
                .isPresent();
        return ambiguous && isSigned(context) ? VR.SS : VR.US;
    }

    private static boolean isSigned(Attributes context) {
        for (Optional<Attributes> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            if (at.get().contains(Tag.PixelRepresentation)) {
                return at.get().getInt(Tag.PixelRepresentation, 0) == 1;
            }
        }
        return false;
    }
}

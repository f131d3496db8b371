package org.voxrelay.dicom.image;

import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/**
 * The functional groups of an enhanced image (PS3.3 C.7.6.16): what a macro says for a frame. A frame's own item counts by
 * its place; where it lacks the macro, the shared groups say it, and no other frame does.
 */
final class FrameGroups {
    private final Optional<Attributes> shared;
    private final List<Attributes> perFrame;

    FrameGroups(Attributes image) {
        shared = image.getItem(Tag.SharedFunctionalGroupsSequence);
        perFrame = image.getItems(Tag.PerFrameFunctionalGroupsSequence);
    }

    /**
     * @param frame from 0
     * @param macro the macro's sequence
     * @return its item
     */
    Optional<Attributes> find(int frame, int macro) {
        Optional<Attributes> own = frame < perFrame.size() ? perFrame.get(frame).getItem(macro) : Optional.empty();
        return own.isPresent() ? own : shared.flatMap(groups -> groups.getItem(macro));
    }
}

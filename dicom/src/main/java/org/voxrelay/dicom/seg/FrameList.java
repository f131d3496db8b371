package org.voxrelay.dicom.seg;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.GeometryException;
import org.voxrelay.dicom.geometry.ImagePlane;
import org.voxrelay.dicom.seg.SegReader.Frame;

/** The frames of a segmentation, by its functional groups (PS3.3 C.7.6.16). */
final class FrameList {
    private FrameList() {}

    /** Frames that show all segments. */
    static List<Frame> ofLabelmap(Attributes seg) throws SegException {
        return frames(seg, true);
    }

    /**
     * Frames that show one segment each.
     *
     * @param described the segments that there are
     */
    static List<Frame> bySegment(Attributes seg, BitSet described) throws SegException {
        List<Frame> frames = frames(seg, false);
        for (Frame frame : frames) {
            int number = frame.segmentNumber();
            if (number < 1 || !described.get(number)) {
                throw new SegException("Frame " + (frame.index() + 1) + " of the segmentation is of segment " + number
                        + ", which is not described.");
            }
        }
        return frames;
    }

    private static List<Frame> frames(Attributes seg, boolean labelmap) throws SegException {
        List<Attributes> groups = seg.getItems(Tag.PerFrameFunctionalGroupsSequence);
        if (groups.isEmpty() || groups.size() != seg.getInt(Tag.NumberOfFrames, -1)) {
            throw new SegException("The segmentation has not as many functional groups as frames.");
        }
        List<Frame> frames = new ArrayList<>(groups.size());
        for (int index = 0; index < groups.size(); index++) {
            frames.add(frame(seg, index, groups.get(index), labelmap));
        }
        return frames;
    }

    private static Frame frame(Attributes seg, int index, Attributes group, boolean labelmap) throws SegException {
        Attributes flat = new Attributes().addSelected(seg, Tag.Rows, Tag.Columns);
        for (int macro : new int[] {
            Tag.PixelMeasuresSequence, Tag.PlaneOrientationSequence,
            Tag.PlanePositionSequence, Tag.SegmentIdentificationSequence
        }) {
            flat.addAll(macro(seg, index, macro));
        }
        try {
            int number = labelmap ? 0 : flat.getInt(Tag.ReferencedSegmentNumber, 0);
            return new Frame(index, number, ImagePlane.of(flat), sourceOf(group));
        } catch (GeometryException e) {
            throw new SegException("Frame " + (index + 1) + " of the segmentation has no place: " + e.getMessage());
        }
    }

    /** The first item of a functional group, the frame's own or that of all; empty without one. */
    static Attributes macro(Attributes seg, int frame, int tag) {
        return seg.getItems(Tag.PerFrameFunctionalGroupsSequence)
                .get(frame)
                .getItem(tag)
                .or(() -> seg.getItem(Tag.SharedFunctionalGroupsSequence).flatMap(shared -> shared.getItem(tag)))
                .orElseGet(Attributes::new);
    }

    private static Optional<String> sourceOf(Attributes group) {
        return group.getItem(Tag.DerivationImageSequence)
                .map(item -> item.getItems(Tag.SourceImageSequence))
                .filter(sources -> sources.size() == 1)
                .flatMap(sources -> sources.get(0).getString(Tag.ReferencedSOPInstanceUID));
    }
}

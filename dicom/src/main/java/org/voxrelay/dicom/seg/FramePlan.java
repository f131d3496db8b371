package org.voxrelay.dicom.seg;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which frames a segmentation has, in their order: by segment, then along the stack. Frames without a voxel are left
 * out; a volume without any label has the first slice as one empty frame of segment 1, for an image has a frame.
 */
final class FramePlan {
    /** One frame; positionIndex counts from 1 the slices that have a frame, segmentIndex the segments that have one. */
    record Frame(int segmentNumber, int z, int segmentIndex, int positionIndex) {}

    private final List<Frame> frames = new ArrayList<>();

    /** @throws IllegalArgumentException if a label belongs to no segment */
    FramePlan(LabelVolume volume, int segmentCount) {
        List<BitSet> labels = IntStream.range(0, volume.geometry().zSize())
                .mapToObj(volume::labelsOf)
                .toList();
        int[] positionIndexes = new int[labels.size()];
        int positions = 0;
        for (int z = 0; z < labels.size(); z++) {
            if (labels.get(z).length() > segmentCount + 1) {
                throw new IllegalArgumentException("label " + (labels.get(z).length() - 1) + " has no segment");
            }
            if (labels.get(z).length() > 1) {
                positionIndexes[z] = ++positions;
            }
        }
        int segmentIndex = 0;
        for (int segment = 1; segment <= segmentCount; segment++) {
            boolean first = true;
            for (int z = 0; z < labels.size(); z++) {
                if (labels.get(z).get(segment)) {
                    segmentIndex += first ? 1 : 0;
                    first = false;
                    frames.add(new Frame(segment, z, segmentIndex, positionIndexes[z]));
                }
            }
        }
        if (frames.isEmpty()) {
            frames.add(new Frame(1, 0, 1, 1));
        }
    }

    List<Frame> frames() {
        return frames;
    }
}

package org.voxrelay.dicom.seg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Which frames a segmentation has, in their order: by segment, then along the stack. Frames without a voxel are left
 * out; a volume without any label has the first slice as one empty frame of segment 1, for an image has a frame.
 */
final class FramePlan {
    /**
     * One frame.
     *
     * @param segmentNumber 0 in a label map
     * @param segmentIndex counts from 1 the segments that have a frame
     * @param positionIndex counts from 1 the slices that have a frame
     * @param layer of the segment
     * @param firstRow rows before it are empty
     * @param lastRow rows after it are empty
     */
    record Frame(int segmentNumber, int z, int segmentIndex, int positionIndex, int layer, int firstRow, int lastRow) {}

    /** A segment in a slice. */
    private record Part(int segment, int z, int layer, int firstRow, int lastRow) {}

    private final List<Frame> frames;

    private FramePlan(List<Frame> frames, IntFunction<Frame> none) {
        this.frames = frames.isEmpty() ? List.of(none.apply(0)) : List.copyOf(frames);
    }

    /**
     * Frames of one segment each.
     *
     * @throws IllegalArgumentException if a label belongs to no segment, or a segment lies in two layers
     */
    static FramePlan bySegment(Layers layers, List<List<SliceLabels>> found, int segmentCount) {
        var parts = new ArrayList<Part>();
        int[] layerOf = new int[segmentCount + 1];
        Arrays.fill(layerOf, -1);
        for (int layer = 0; layer < found.size(); layer++) {
            for (int z = 0; z < found.get(layer).size(); z++) {
                SliceLabels slice = found.get(layer).get(z);
                requireDescribed(slice, segmentCount);
                for (int i = 0; i < slice.labels().length; i++) {
                    int segment = slice.labels()[i];
                    if (layerOf[segment] >= 0 && layerOf[segment] != layer) {
                        throw new IllegalArgumentException("segment " + segment + " lies in two layers");
                    }
                    layerOf[segment] = layer;
                    parts.add(new Part(segment, z, layer, slice.firstRows()[i], slice.lastRows()[i]));
                }
            }
        }
        return inOrder(parts, layers.geometry().zSize());
    }

    /** Frames of one segment each, in one layer each. */
    static FramePlan ofFractional(FractionalVolume volume) {
        int last = volume.geometry().ySize() - 1;
        var parts = new ArrayList<Part>();
        for (int segment = 1; segment <= volume.values().size(); segment++) {
            for (int z = 0; z < volume.geometry().zSize(); z++) {
                if (volume.hasValues(segment, z)) {
                    parts.add(new Part(segment, z, segment - 1, 0, last));
                }
            }
        }
        return inOrder(parts, volume.geometry().zSize());
    }

    private static FramePlan inOrder(List<Part> parts, int slices) {
        parts.sort((a, b) ->
                a.segment() != b.segment() ? Integer.compare(a.segment(), b.segment()) : Integer.compare(a.z(), b.z()));
        var used = new BitSet(slices);
        parts.forEach(part -> used.set(part.z()));
        int[] positions = positions(used, slices);
        var frames = new ArrayList<Frame>(parts.size());
        int segmentIndex = 0;
        int before = 0;
        for (Part part : parts) {
            segmentIndex += part.segment() == before ? 0 : 1;
            before = part.segment();
            frames.add(new Frame(
                    part.segment(),
                    part.z(),
                    segmentIndex,
                    positions[part.z()],
                    part.layer(),
                    part.firstRow(),
                    part.lastRow()));
        }
        return new FramePlan(frames, z -> new Frame(1, z, 1, 1, 0, 0, 0));
    }

    /** Frames of all segments, one for each slice that has any. */
    static FramePlan bySlice(List<SliceLabels> found, int segmentCount) {
        found.forEach(slice -> requireDescribed(slice, segmentCount));
        var frames = new ArrayList<Frame>();
        for (int z = 0; z < found.size(); z++) {
            if (!found.get(z).isEmpty()) {
                frames.add(new Frame(0, z, 0, frames.size() + 1, 0, 0, 0));
            }
        }
        return new FramePlan(frames, z -> new Frame(0, z, 0, 1, 0, 0, 0));
    }

    private static int[] positions(BitSet used, int slices) {
        int[] positions = new int[slices];
        int count = 0;
        for (int z = 0; z < slices; z++) {
            count += used.get(z) ? 1 : 0;
            positions[z] = count;
        }
        return positions;
    }

    private static void requireDescribed(SliceLabels slice, int segmentCount) {
        if (slice.highest() > segmentCount) {
            throw new IllegalArgumentException("label " + slice.highest() + " has no segment");
        }
    }

    /** What occurs in the slices of a layer. */
    static List<SliceLabels> look(LabelVolume volume) {
        return IntStream.range(0, volume.geometry().zSize())
                .parallel()
                .mapToObj(z -> SliceLabels.of(volume, z))
                .toList();
    }

    List<Frame> frames() {
        return frames;
    }
}

package org.voxrelay.dicom.seg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.SegReader.Frame;

/**
 * Puts the frames of a segmentation together to label volumes: one if its segments do not overlap, else a segment goes into
 * the first where it has room. Probabilities become the most probable segment, where that is at least a half.
 */
public final class LayerReader {
    /** Layers beyond this are refused; each takes the memory of a volume. */
    public static final int MOST_LAYERS = 8;

    private final SegReader seg;
    private final VolumeGeometry grid;
    private final int bytesPerLabel;
    private final int pixels;
    private final char[] frameLabels;
    private final List<ByteBuffer> layers = new ArrayList<>();

    /** @param grid that the frames lie on, for instance {@link SegGrid#of} or that of the source */
    public LayerReader(SegReader seg, VolumeGeometry grid) {
        this.seg = seg;
        this.grid = grid;
        this.pixels = seg.pixels();
        this.frameLabels = new char[pixels];
        int highest =
                seg.segmentNumbers().stream().max(Comparator.naturalOrder()).orElse(0);
        this.bytesPerLabel = highest > 255 ? 2 : 1;
    }

    /** @throws SegException if a frame cannot be decoded, lies beside the grid, or shows what it may not */
    public Layers read() throws IOException, SegException, InterruptedException {
        layers.add(volume(bytesPerLabel));
        switch (seg.type()) {
            case BINARY -> readSegments();
            case LABELMAP -> readLabelmap();
            case FRACTIONAL -> readFractional();
        }
        return new Layers(
                layers.stream().map(labels -> new LabelVolume(grid, labels)).toList());
    }

    private ByteBuffer volume(int bytes) throws SegException {
        if (layers.size() == MOST_LAYERS) {
            throw new SegException("More than " + MOST_LAYERS + " segments of the segmentation overlap at one place.");
        }
        long length = grid.voxelCount() * bytes;
        if (length > Integer.MAX_VALUE) {
            throw new SegException("The segmentation has too many voxels: " + grid.voxelCount() + ".");
        }
        return ByteBuffer.allocateDirect((int) length);
    }

    private void readLabelmap() throws IOException, SegException, InterruptedException {
        for (Frame frame : seg.frames()) {
            seg.labels(frame, frameLabels);
            if (!put(layers.get(0), SegGrid.slice(frame, grid))) {
                throw new SegException("Frame " + (frame.index() + 1)
                        + " of the label map shows other segments than a frame before it at the same place.");
            }
        }
    }

    private void readSegments() throws IOException, SegException, InterruptedException {
        Map<Integer, List<Frame>> bySegment = new LinkedHashMap<>();
        for (Frame frame : seg.frames()) {
            bySegment
                    .computeIfAbsent(frame.segmentNumber(), number -> new ArrayList<>())
                    .add(frame);
        }
        for (List<Frame> frames : bySegment.values()) {
            int layer = 0;
            while (!putAll(layers.get(layer), frames)) {
                layer++;
                if (layer == layers.size()) {
                    layers.add(volume(bytesPerLabel));
                }
            }
        }
    }

    /** @return whether there was room; if not, nothing of the segment stays */
    private boolean putAll(ByteBuffer layer, List<Frame> frames)
            throws IOException, SegException, InterruptedException {
        for (int i = 0; i < frames.size(); i++) {
            seg.labels(frames.get(i), frameLabels);
            if (!put(layer, SegGrid.slice(frames.get(i), grid))) {
                for (Frame done : frames.subList(0, i)) {
                    seg.labels(done, frameLabels);
                    erase(layer, SegGrid.slice(done, grid));
                }
                return false;
            }
        }
        return true;
    }

    /** @return whether nothing else was there; if not, nothing of the frame stays */
    private boolean put(ByteBuffer layer, int z) {
        int from = z * pixels;
        for (int i = 0; i < pixels; i++) {
            int there = frameLabels[i] == 0 ? 0 : get(layer, from + i);
            if (there != 0 && there != frameLabels[i]) {
                return false;
            }
        }
        for (int i = 0; i < pixels; i++) {
            if (frameLabels[i] != 0) {
                set(layer, from + i, frameLabels[i]);
            }
        }
        return true;
    }

    private void erase(ByteBuffer layer, int z) {
        for (int i = 0; i < pixels; i++) {
            if (frameLabels[i] != 0) {
                set(layer, z * pixels + i, 0);
            }
        }
    }

    private void readFractional() throws IOException, SegException, InterruptedException {
        ByteBuffer best = volume(1);
        int half = (seg.maximum() + 1) / 2;
        for (Frame frame : seg.frames()) {
            seg.values(frame, frameLabels);
            int from = SegGrid.slice(frame, grid) * pixels;
            for (int i = 0; i < pixels; i++) {
                if (frameLabels[i] >= half && frameLabels[i] > (best.get(from + i) & 0xFF)) {
                    best.put(from + i, (byte) frameLabels[i]);
                    set(layers.get(0), from + i, frame.segmentNumber());
                }
            }
        }
    }

    private int get(ByteBuffer layer, int index) {
        return bytesPerLabel == 1
                ? layer.get(index) & 0xFF
                : layer.get(2 * index) & 0xFF | (layer.get(2 * index + 1) & 0xFF) << 8;
    }

    private void set(ByteBuffer layer, int index, int label) {
        if (bytesPerLabel == 1) {
            layer.put(index, (byte) label);
        } else {
            layer.put(2 * index, (byte) label).put(2 * index + 1, (byte) (label >> 8));
        }
    }
}

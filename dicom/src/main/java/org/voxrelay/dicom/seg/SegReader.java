package org.voxrelay.dicom.seg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.ImagePlane;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;

/**
 * Reads the frames of a segmentation of any form, one at a time, from the file or from memory. For one thread; does not
 * close the file. {@link LayerReader} puts them together.
 */
public final class SegReader {
    /**
     * A frame and what it shows.
     *
     * @param index from 0
     * @param segmentNumber 0 in a label map, whose frames show all segments
     * @param plane where it lies
     * @param sourceSopInstanceUid the image that it was derived from, if it is one
     */
    public record Frame(int index, int segmentNumber, ImagePlane plane, Optional<String> sourceSopInstanceUid) {}

    private final Attributes seg;
    private final SegmentationType type;
    private final List<Frame> frames;
    private final FrameValues values;
    private final BitSet described = new BitSet();
    private final int padding;
    private final int half;

    private SegReader(Attributes seg, SegmentationType type, FrameValues values) throws SegException {
        this.seg = seg;
        this.type = type;
        this.values = values;
        for (int number : segmentNumbers()) {
            if (number < 0 || number > 65535) {
                throw new SegException("The segmentation has a segment of number " + number + ".");
            }
            described.set(number);
        }
        this.padding = seg.getInt(Tag.PixelPaddingValue, 0);
        this.frames =
                type == SegmentationType.LABELMAP ? FrameList.ofLabelmap(seg) : FrameList.bySegment(seg, described);
        this.half = (maximum(seg, type) + 1) / 2;
        requireBackground();
    }

    /**
     * Opens a segmentation whose pixels are not compressed.
     *
     * @param seg with Pixel Data in memory, or as {@link BulkData} in the file
     * @param file not used for pixels in memory
     */
    public static SegReader of(Attributes seg, FileChannel file) throws SegException, IOException {
        return of(seg, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, InstanceBytes.of(file), Codecs.withoutProcess());
    }

    /**
     * Opens a segmentation.
     *
     * @param seg with Pixel Data in memory, or left in the instance
     * @param syntax of the instance
     * @throws SegException if it is none of the three forms, or contradicts itself
     */
    public static SegReader of(Attributes seg, TransferSyntax syntax, InstanceBytes bytes, Codecs codecs)
            throws SegException, IOException {
        long rows = seg.getInt(Tag.Rows, 0);
        long columns = seg.getInt(Tag.Columns, 0);
        if (rows < 1 || columns < 1 || rows * columns > 1L << 30) {
            throw new SegException("The segmentation has frames of " + columns + " x " + rows + " pixels.");
        }
        SegmentationType type = type(seg);
        try {
            return new SegReader(seg, type, FrameValues.of(seg, syntax, bytes, codecs));
        } catch (PixelException e) {
            throw new SegException(e.getMessage());
        }
    }

    private static SegmentationType type(Attributes seg) throws SegException {
        String name = seg.getString(Tag.SegmentationType, "");
        int bits = seg.getInt(Tag.BitsAllocated, 0);
        for (SegmentationType type : SegmentationType.values()) {
            boolean fits = switch (type) {
                case BINARY -> bits == 1 || bits == 8;
                case FRACTIONAL -> bits == 8;
                case LABELMAP -> bits == 8 || bits == 16;
            };
            if (type.name().equals(name) && fits) {
                return type;
            }
        }
        throw new SegException("The segmentation has the Segmentation Type \"" + name + "\" with " + bits
                + " bits a pixel; BINARY, FRACTIONAL and LABELMAP are read.");
    }

    private static int maximum(Attributes seg, SegmentationType type) throws SegException {
        int maximum = seg.getInt(Tag.MaximumFractionalValue, 0);
        if (type == SegmentationType.FRACTIONAL && (maximum < 1 || maximum > 255)) {
            throw new SegException("The Maximum Fractional Value of the segmentation is " + maximum + ".");
        }
        return type == SegmentationType.FRACTIONAL ? maximum : 1;
    }

    /** What is background has the label 0 here; where the object means a segment by 0, it would be lost. */
    private void requireBackground() throws SegException {
        if (type == SegmentationType.LABELMAP && padding != 0 && described.get(0)) {
            throw new SegException("The label map has a segment 0 beside its background " + padding + ".");
        }
    }

    /** The header that was given. */
    public Attributes header() {
        return seg;
    }

    public SegmentationType type() {
        return type;
    }

    public List<Frame> frames() {
        return frames;
    }

    /** The numbers of all segments that are described, also of those without a frame. */
    public List<Integer> segmentNumbers() {
        return seg.getItems(Tag.SegmentSequence).stream()
                .map(item -> item.getInt(Tag.SegmentNumber, 0))
                .toList();
    }

    /** Pixels of a frame. */
    public int pixels() {
        return seg.getInt(Tag.Rows, 0) * seg.getInt(Tag.Columns, 0);
    }

    /**
     * Volume of a voxel: Pixel Spacing x Spacing Between Slices, or x Slice Thickness where that is not there.
     *
     * @throws SegException if the segmentation does not say it
     */
    public double voxelVolumeMm3() throws SegException {
        Attributes measures = FrameList.macro(seg, 0, Tag.PixelMeasuresSequence);
        double[] spacing = measures.getDoubles(Tag.PixelSpacing);
        double slice = measures.getDouble(Tag.SpacingBetweenSlices, measures.getDouble(Tag.SliceThickness, 0));
        if (spacing.length != 2 || !(spacing[0] * spacing[1] * slice > 0)) {
            throw new SegException("The segmentation does not tell the size of its voxels.");
        }
        return spacing[0] * spacing[1] * slice;
    }

    /** The most that {@link #values} gives for a frame of a segment. */
    int maximum() throws SegException {
        return maximum(seg, type);
    }

    /**
     * Reads the values as they are stored, [y][x].
     *
     * @param target at least {@link #pixels} long
     * @throws SegException if the frame cannot be decoded
     */
    public void values(Frame frame, char[] target) throws IOException, SegException, InterruptedException {
        try {
            values.read(frame.index(), target);
        } catch (PixelException e) {
            throw new SegException("Frame " + (frame.index() + 1) + " of the segmentation: " + e.getMessage());
        }
    }

    /**
     * Reads the number of the segment that each pixel belongs to, [y][x], 0 for none; of probabilities those of a half and
     * more.
     *
     * @param target at least {@link #pixels} long
     * @throws SegException if the frame cannot be decoded, or shows a segment that is not described
     */
    public void labels(Frame frame, char[] target) throws IOException, SegException, InterruptedException {
        values(frame, target);
        int pixels = pixels();
        if (type == SegmentationType.LABELMAP) {
            requireDescribed(frame, target, pixels);
            return;
        }
        char number = (char) frame.segmentNumber();
        for (int i = 0; i < pixels; i++) {
            target[i] = target[i] >= half ? number : 0;
        }
    }

    private void requireDescribed(Frame frame, char[] target, int pixels) throws SegException {
        char before = 0;
        for (int i = 0; i < pixels; i++) {
            char label = target[i];
            if (label == padding) {
                target[i] = 0;
            } else if (label != before && label != 0) {
                if (!described.get(label)) {
                    throw new SegException("Frame " + (frame.index() + 1) + " of the segmentation shows segment "
                            + (int) label + ", which is not described.");
                }
                before = label;
            }
        }
    }
}

package org.voxrelay.dicom.seg;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.GeometryException;
import org.voxrelay.dicom.geometry.ImagePlane;

/**
 * Reads the frames of an uncompressed BINARY segmentation, one at a time, from the file or from memory. For one thread;
 * does not close the file.
 */
public final class SegReader {
    /**
     * A frame and what it shows.
     *
     * @param index from 0
     * @param plane where it lies
     * @param sourceSopInstanceUid the image that it was derived from, if it is one
     */
    public record Frame(int index, int segmentNumber, ImagePlane plane, Optional<String> sourceSopInstanceUid) {}

    private final Attributes seg;
    private final List<Frame> frames;
    private final int pixels;
    private final BulkData place;
    private final byte[] bytes;
    private final FileChannel file;

    private SegReader(Attributes seg, FileChannel file) throws SegException {
        this.seg = seg;
        this.file = file;
        this.frames = framesOf(seg);
        this.pixels = Math.multiplyExact(seg.getInt(Tag.Rows, 0), seg.getInt(Tag.Columns, 0));
        this.place = seg.getBulkData(Tag.PixelData).orElse(null);
        this.bytes = seg.getBytes(Tag.PixelData).orElse(new byte[0]);
        long length = place == null ? bytes.length : place.length();
        if (length < ((long) frames.size() * pixels + 7) / 8) {
            throw new SegException(
                    "The segmentation has " + length + " bytes of pixels; its " + frames.size() + " frames need more.");
        }
    }

    /**
     * Opens a segmentation.
     *
     * @param seg with Pixel Data in memory, or as {@link BulkData} in the file
     * @param file not used for pixels in memory
     * @throws SegException if it is not BINARY and uncompressed, or contradicts itself
     */
    public static SegReader of(Attributes seg, FileChannel file) throws SegException {
        if (!seg.getString(Tag.SegmentationType, "").equals("BINARY") || seg.getInt(Tag.BitsAllocated, 0) != 1) {
            throw new SegException("The segmentation is not BINARY.");
        }
        if (seg.getFragments(Tag.PixelData).isPresent()) {
            throw new SegException("Compressed segmentations are not read yet.");
        }
        long rows = seg.getInt(Tag.Rows, 0);
        long columns = seg.getInt(Tag.Columns, 0);
        if (rows < 1 || columns < 1 || rows * columns > 1L << 30) {
            throw new SegException("The segmentation has frames of " + columns + " x " + rows + " pixels.");
        }
        return new SegReader(seg, file);
    }

    /** The header that was given. */
    public Attributes header() {
        return seg;
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

    /**
     * Volume of a voxel: Pixel Spacing x Spacing Between Slices, or x Slice Thickness where that is not there.
     *
     * @throws SegException if the segmentation does not say it
     */
    public double voxelVolumeMm3() throws SegException {
        Attributes measures = macro(0, Tag.PixelMeasuresSequence);
        double[] spacing = measures.getDoubles(Tag.PixelSpacing);
        double slice = measures.getDouble(Tag.SpacingBetweenSlices, measures.getDouble(Tag.SliceThickness, 0));
        if (spacing.length != 2 || !(spacing[0] * spacing[1] * slice > 0)) {
            throw new SegException("The segmentation does not tell the size of its voxels.");
        }
        return spacing[0] * spacing[1] * slice;
    }

    /**
     * Reads a mask.
     *
     * @param target gets 1 or 0 for each pixel, [y][x]; at least rows x columns long
     * @throws IOException if the file cannot be read
     */
    public void read(Frame frame, byte[] target) throws IOException {
        long firstBit = (long) frame.index() * pixels;
        long firstByte = firstBit >> 3;
        int offset = (int) (firstBit & 7);
        byte[] packed = new byte[(offset + pixels + 7) / 8];
        readBytes(firstByte, packed);
        Arrays.fill(target, 0, pixels, (byte) 0);
        for (int at = 0; at < packed.length; at++) {
            // most bytes are empty
            for (int bits = packed[at] & 0xFF; bits != 0; bits &= bits - 1) {
                int pixel = 8 * at + Integer.numberOfTrailingZeros(bits) - offset;
                if (pixel >= 0 && pixel < pixels) {
                    target[pixel] = 1;
                }
            }
        }
    }

    private void readBytes(long from, byte[] target) throws IOException {
        if (place == null) {
            System.arraycopy(bytes, (int) from, target, 0, target.length);
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(target);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, place.offset() + from + buffer.position()) < 0) {
                throw new EOFException("the file ends within its Pixel Data");
            }
        }
    }

    private Attributes macro(int frame, int tag) {
        return seg.getItems(Tag.PerFrameFunctionalGroupsSequence)
                .get(frame)
                .getItem(tag)
                .or(() -> seg.getItem(Tag.SharedFunctionalGroupsSequence).flatMap(shared -> shared.getItem(tag)))
                .orElseGet(Attributes::new);
    }

    private static List<Frame> framesOf(Attributes seg) throws SegException {
        List<Attributes> groups = seg.getItems(Tag.PerFrameFunctionalGroupsSequence);
        if (groups.isEmpty() || groups.size() != seg.getInt(Tag.NumberOfFrames, -1)) {
            throw new SegException("The segmentation has not as many functional groups as frames.");
        }
        Attributes shared = seg.getItem(Tag.SharedFunctionalGroupsSequence).orElseGet(Attributes::new);
        List<Frame> frames = new ArrayList<>(groups.size());
        for (Attributes group : groups) {
            Attributes flat = new Attributes().addSelected(seg, Tag.Rows, Tag.Columns);
            for (int macro : new int[] {
                Tag.PixelMeasuresSequence, Tag.PlaneOrientationSequence,
                Tag.PlanePositionSequence, Tag.SegmentIdentificationSequence
            }) {
                group.getItem(macro).or(() -> shared.getItem(macro)).ifPresent(flat::addAll);
            }
            try {
                frames.add(new Frame(
                        frames.size(),
                        flat.getInt(Tag.ReferencedSegmentNumber, 0),
                        ImagePlane.of(flat),
                        sourceOf(group)));
            } catch (GeometryException e) {
                throw new SegException(
                        "Frame " + (frames.size() + 1) + " of the segmentation has no place: " + e.getMessage());
            }
        }
        return frames;
    }

    private static Optional<String> sourceOf(Attributes group) {
        return group.getItem(Tag.DerivationImageSequence)
                .map(item -> item.getItems(Tag.SourceImageSequence))
                .filter(sources -> sources.size() == 1)
                .flatMap(sources -> sources.get(0).getString(Tag.ReferencedSOPInstanceUID));
    }
}

package org.voxrelay.retrieve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.dict.Tag;

/** Where the frames of an instance lie in its file. */
final class FrameMap {

    private final List<List<Extent>> frames;

    private FrameMap(List<List<Extent>> frames) {
        this.frames = frames;
    }

    int count() {
        return frames.size();
    }

    /** @param number from 1 on */
    List<Extent> frame(int number) {
        return frames.get(number - 1);
    }

    /** Reads bytes of the instance's file. */
    @FunctionalInterface
    interface Bytes {
        byte[] read(Extent extent) throws IOException;
    }

    /** @param dataset with its pixel data left in the file */
    static FrameMap of(Attributes dataset, Bytes file) throws FrameException, IOException {
        int count = Math.max(1, dataset.getInt(Tag.NumberOfFrames, 1));
        if (dataset.getFragments(Tag.PixelData).isPresent()) {
            return new FrameMap(encapsulated(dataset.getFragments(Tag.PixelData).get(), count, file));
        }
        for (int tag : new int[] {Tag.PixelData, Tag.FloatPixelData, Tag.DoubleFloatPixelData}) {
            if (dataset.getBulkData(tag).isPresent()) {
                return new FrameMap(
                        nativeFrames(dataset, dataset.getBulkData(tag).get(), count));
            }
        }
        throw new FrameException("The instance has no pixel data.");
    }

    /** Frames one after the other, without padding between them (PS3.5 section 8.1.1). */
    private static List<List<Extent>> nativeFrames(Attributes dataset, BulkData pixels, int count)
            throws FrameException {
        long bits = (long) dataset.getInt(Tag.Rows, 0)
                * dataset.getInt(Tag.Columns, 0)
                * dataset.getInt(Tag.SamplesPerPixel, 1)
                * dataset.getInt(Tag.BitsAllocated, 0);
        if (bits <= 0 || count > 1 && bits % 8 != 0) {
            throw new FrameException(
                    "The frames of this instance do not begin at a byte; retrieve the whole instance.");
        }
        long length = (bits + 7) / 8;
        if (length * count > pixels.length()) {
            throw new FrameException("The instance holds less pixel data than its frames need.");
        }
        var frames = new ArrayList<List<Extent>>();
        for (int i = 0; i < count; i++) {
            frames.add(List.of(new Extent(pixels.offset() + i * length, length)));
        }
        return frames;
    }

    /** One fragment a frame, or as the Basic Offset Table says (PS3.5 section A.4). */
    private static List<List<Extent>> encapsulated(Fragments fragments, int count, Bytes file)
            throws FrameException, IOException {
        List<Extent> extents = fragments.fragments().stream()
                .map(fragment -> new Extent(((BulkData) fragment).offset(), ((BulkData) fragment).length()))
                .toList();
        if (count == 1) {
            return List.of(extents);
        }
        if (extents.size() == count) {
            return extents.stream().map(List::of).toList();
        }
        long[] offsets = offsets(fragments.offsetTable(), file);
        if (offsets.length != count) {
            throw new FrameException("It is not known which fragments belong to which frame.");
        }
        var frames = new ArrayList<List<Extent>>();
        for (int i = 0; i < count; i++) {
            long from = offsets[i];
            long to = i + 1 < count ? offsets[i + 1] : Long.MAX_VALUE;
            long first = extents.get(0).offset();
            frames.add(extents.stream()
                    .filter(e -> e.offset() - first >= from && e.offset() - first < to)
                    .toList());
        }
        return frames;
    }

    /** Offsets of the frames' first items, from the first item after the table. */
    private static long[] offsets(Object table, Bytes file) throws IOException {
        byte[] bytes =
                table instanceof BulkData left ? file.read(new Extent(left.offset(), left.length())) : (byte[]) table;
        var numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        long[] offsets = new long[numbers.remaining()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = Integer.toUnsignedLong(numbers.get(i));
        }
        return offsets;
    }
}

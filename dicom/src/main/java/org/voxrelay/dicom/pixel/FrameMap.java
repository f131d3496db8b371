package org.voxrelay.dicom.pixel;

import java.io.IOException;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.dict.Tag;

/** Where the frames of an image lie: in its file, or in memory. Finds them without reading the pixels. */
public final class FrameMap {
    private static final int[] PIXEL_TAGS = {Tag.PixelData, Tag.FloatPixelData, Tag.DoubleFloatPixelData};

    /** Finds the runs of one frame. */
    private interface Finder {
        List<PixelRun> frame(int index);
    }

    private final int count;
    private final Finder finder;

    private FrameMap(int count, Finder finder) {
        this.count = count;
        this.finder = finder;
    }

    /**
     * @param image with pixel data in memory or left in the instance
     * @param bytes for offset tables and the beginnings of fragments
     * @throws PixelException if there are no pixel data, fewer than the header says, or it is not known where a frame ends
     */
    public static FrameMap of(Attributes image, InstanceBytes bytes) throws PixelException, IOException {
        int count = image.containsValue(Tag.NumberOfFrames) ? image.getInt(Tag.NumberOfFrames, 0) : 1;
        if (count < 1) {
            throw new PixelException("The instance has " + image.getString(Tag.NumberOfFrames, "no") + " frames.");
        }
        Fragments fragments = image.getFragments(Tag.PixelData).orElse(null);
        if (fragments != null) {
            List<List<PixelRun>> frames = new FragmentGroups(image, fragments, bytes).frames(count);
            return new FrameMap(count, frames::get);
        }
        for (int tag : PIXEL_TAGS) {
            PixelRun all = run(image.getValue(tag).orElse(null));
            if (all != null && all.length() > 0) {
                return ofNative(image, all, count);
            }
        }
        throw new PixelException("The instance has no pixel data.");
    }

    /** @return null for what is no value of bytes */
    static PixelRun run(Object value) {
        if (value instanceof BulkData left) {
            return new PixelRun.InFile(left.offset(), left.length());
        }
        return value instanceof byte[] bytes ? new PixelRun.InMemory(bytes, 0, bytes.length) : null;
    }

    /** Frames one after the other, without padding between them (PS3.5 section 8.1.1). */
    private static FrameMap ofNative(Attributes image, PixelRun all, int count) throws PixelException {
        ImagePixel pixel = ImagePixel.of(image);
        long length = pixel.frameLength();
        if (pixel.totalLength() > all.length()) {
            throw new PixelException("The instance holds less pixel data than its frames need.");
        }
        boolean atByte = pixel.bitsAllocated() > 1 || (long) pixel.rows() * pixel.columns() % 8 == 0;
        if (count > 1 && !atByte) {
            throw new PixelException(
                    "The frames of this instance do not begin at a byte; retrieve the whole instance.");
        }
        return new FrameMap(count, index -> List.of(part(all, index * length, length)));
    }

    private static PixelRun part(PixelRun all, long from, long length) {
        if (all instanceof PixelRun.InMemory memory) {
            return new PixelRun.InMemory(memory.bytes(), from, length);
        }
        return new PixelRun.InFile(((PixelRun.InFile) all).offset() + from, length);
    }

    public int count() {
        return count;
    }

    /**
     * @param index from 0
     * @return what makes up the frame, in this order
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public List<PixelRun> frame(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("frame " + index + " of " + count);
        }
        return finder.frame(index);
    }
}

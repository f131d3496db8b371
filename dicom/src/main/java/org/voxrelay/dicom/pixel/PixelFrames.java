package org.voxrelay.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.TransferSyntax;

/** Reads frames as they are stored, one at a time: streams of a compressed image, pixels of another. */
public final class PixelFrames implements FrameSource {
    private static final String GE_PRIVATE_BIG_ENDIAN_PIXELS = "1.2.840.113619.5.2";

    private final ImagePixel pixel;
    private final FrameMap map;
    private final InstanceBytes bytes;
    private final int swap;
    private final boolean encapsulated;

    private PixelFrames(ImagePixel pixel, FrameMap map, InstanceBytes bytes, int swap, boolean encapsulated) {
        this.pixel = pixel;
        this.map = map;
        this.bytes = bytes;
        this.swap = swap;
        this.encapsulated = encapsulated;
    }

    /**
     * @param image with pixel data in memory or left in the instance
     * @param syntax of the instance
     * @throws PixelException if the header contradicts itself or the pixel data
     */
    public static PixelFrames of(Attributes image, TransferSyntax syntax, InstanceBytes bytes)
            throws PixelException, IOException {
        boolean leftInFile = image.getBulkData(Tag.PixelData).isPresent();
        if (leftInFile && syntax.deflated()) {
            throw new PixelException("Pixels within a deflated data set are not read from the file.");
        }
        ImagePixel pixel = ImagePixel.of(image);
        pixel.requireDecodable();
        boolean bigEndian = syntax.bigEndian() || syntax.uid().equals(GE_PRIVATE_BIG_ENDIAN_PIXELS);
        Optional<VR> vr = image.getVR(Tag.PixelData);
        boolean words = vr.isPresent() && vr.get() != VR.OB;
        int unit = words ? Math.max(2, pixel.bytesPerSample()) : pixel.bytesPerSample();
        boolean encapsulated = image.getFragments(Tag.PixelData).isPresent();
        return new PixelFrames(
                pixel, FrameMap.of(image, bytes), bytes, leftInFile && bigEndian ? unit : 1, encapsulated);
    }

    @Override
    public ImagePixel pixel() {
        return pixel;
    }

    /** Whether what {@link #read} gives are streams that a codec understands. */
    public boolean isEncapsulated() {
        return encapsulated;
    }

    @Override
    public byte[] read(int index) throws IOException, PixelException {
        List<PixelRun> runs = map.frame(index);
        if (swap > 1 && runs.get(0) instanceof PixelRun.InFile frame) {
            return readTurned(frame, ((PixelRun.InFile) map.frame(0).get(0)).offset());
        }
        long length = runs.stream().mapToLong(PixelRun::length).sum();
        if (length > 2 * ImagePixel.MAX_FRAME_BYTES) {
            throw new PixelException("A frame of " + length + " bytes is too long to be decoded.");
        }
        ByteBuffer frame = ByteBuffer.allocate((int) length);
        for (PixelRun run : runs) {
            if (run instanceof PixelRun.InFile place) {
                frame.limit(frame.position() + (int) place.length());
                bytes.read(place.offset(), frame);
            } else if (run instanceof PixelRun.InMemory memory) {
                frame.limit(frame.position() + (int) memory.length());
                frame.put(memory.bytes(), (int) memory.offset(), (int) memory.length());
            }
        }
        return frame.array();
    }

    /** Frames of bytes may begin and end within a word; a value has an even length, so the word is whole. */
    private byte[] readTurned(PixelRun.InFile frame, long valueOffset) throws IOException {
        long before = (frame.offset() - valueOffset) % swap;
        long after = (swap - (before + frame.length()) % swap) % swap;
        byte[] words = bytes.readAll(new BulkData(frame.offset() - before, before + frame.length() + after));
        byte[] turned = new byte[(int) frame.length()];
        for (int i = 0; i < turned.length; i++) {
            int at = (int) before + i;
            turned[i] = words[at - at % swap + swap - 1 - at % swap];
        }
        return turned;
    }
}

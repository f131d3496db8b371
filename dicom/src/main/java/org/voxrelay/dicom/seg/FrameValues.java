package org.voxrelay.dicom.seg;

import java.io.IOException;
import java.util.Arrays;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.DecodedFrames;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.FrameSource;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;

/** The values of the pixels of a segmentation's frames, however they are stored. */
interface FrameValues {
    /** @param target gets a value for each pixel, [y][x] */
    void read(int index, char[] target) throws IOException, PixelException, InterruptedException;

    static FrameValues of(Attributes seg, TransferSyntax syntax, InstanceBytes bytes, Codecs codecs)
            throws PixelException, IOException {
        ImagePixel pixel = ImagePixel.of(seg);
        if (pixel.samplesPerPixel() != 1) {
            throw new PixelException("A segmentation has one sample a pixel, not " + pixel.samplesPerPixel() + ".");
        }
        if (pixel.bitsAllocated() == 1 && seg.getFragments(Tag.PixelData).isEmpty()) {
            return packed(seg, pixel, bytes);
        }
        FrameSource frames = DecodedFrames.of(seg, syntax, bytes, codecs);
        return switch (pixel.bitsAllocated()) {
            case 1 -> (index, target) -> unpack(frames.read(index), 0, pixel.pixels(), target);
            case 8 ->
                (index, target) -> {
                    byte[] frame = frames.read(index);
                    for (int i = 0; i < pixel.pixels(); i++) {
                        target[i] = (char) (frame[i] & 0xFF);
                    }
                };
            case 16 ->
                (index, target) -> {
                    byte[] frame = frames.read(index);
                    for (int i = 0; i < pixel.pixels(); i++) {
                        target[i] = (char) (frame[2 * i] & 0xFF | (frame[2 * i + 1] & 0xFF) << 8);
                    }
                };
            default ->
                throw new PixelException(
                        "A segmentation has 1, 8 or 16 bits a pixel, not " + pixel.bitsAllocated() + ".");
        };
    }

    /** Frames follow each other without a gap, also within a byte (PS3.5 section 8.1.1). */
    private static FrameValues packed(Attributes seg, ImagePixel pixel, InstanceBytes bytes) throws PixelException {
        BulkData place = seg.getBulkData(Tag.PixelData).orElse(null);
        byte[] memory = place == null ? seg.getBytes(Tag.PixelData).orElse(new byte[0]) : new byte[0];
        long length = place == null ? memory.length : place.length();
        if (length < pixel.totalLength()) {
            throw new PixelException("The segmentation has " + length + " bytes of pixels; its " + pixel.frames()
                    + " frames need more.");
        }
        return (index, target) -> {
            long firstBit = (long) index * pixel.pixels();
            int offset = (int) (firstBit & 7);
            int from = (int) (firstBit >> 3);
            int count = (offset + pixel.pixels() + 7) / 8;
            byte[] packed = place == null
                    ? Arrays.copyOfRange(memory, from, from + count)
                    : bytes.readAll(new BulkData(place.offset() + (firstBit >> 3), count));
            unpack(packed, offset, pixel.pixels(), target);
        };
    }

    private static void unpack(byte[] packed, int offset, int pixels, char[] target) {
        Arrays.fill(target, 0, pixels, (char) 0);
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
}
